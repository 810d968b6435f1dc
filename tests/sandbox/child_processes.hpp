#pragma once

#include <sys/types.h>

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace jeton::sandbox {

enum class StandardError { inherited, dropped };

struct Command {
  std::vector<std::string> arguments;  ///< the first one is looked up in PATH, unless it has a slash
  std::vector<std::string> environment;
  StandardError standard_error = StandardError::inherited;
};

/// The processes that the sandbox has started, each with all that it starts itself in a process group of its own, so
/// that none of them outlives the sandbox. Safe to use from several threads; one object for the whole program.
class ChildProcesses {
 public:
  ChildProcesses();

  /// Starts a process that reads from `input` and writes to `output`, and returns its number. Throws std::system_error
  /// if that fails, and also after `stop`.
  pid_t start(const Command& command, int input, int output);

  /// Waits for the process to end, then ends whatever it has left running. Returns its wait status, or nothing if
  /// `stop` was there first.
  std::optional<int> wait(pid_t process);

  void kill(pid_t process);

  /// Ends all processes, waits for them, and lets none be started any more.
  void stop();

 private:
  std::mutex mutex_;
  std::set<pid_t> running_;
  bool stopped_ = false;
};

}  // namespace jeton::sandbox
