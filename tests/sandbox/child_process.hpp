#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "child_processes.hpp"
#include "descriptor.hpp"

namespace jeton::sandbox {

/// A running process, and the pipes to its standard input and from its standard output. Ends with the object.
class ChildProcess {
 public:
  ChildProcess(ChildProcesses& processes, const Command& command);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Writes all of it, and sets aside meanwhile what the process has to say, so that neither waits for the other for
  /// ever. What a process does not want to read any more is thrown away.
  void write(std::string_view data);

  void close_input() { input_.close(); }

  /// The next piece of the output, or nothing at its end. To be called after `close_input`.
  std::optional<std::string> read();

  /// Waits for the process to end and returns its exit status, 0 for success.
  int wait();

 private:
  /// Appends to `set_aside_`; false at the output's end.
  bool read_piece();

  ChildProcesses& processes_;
  Descriptor input_;
  Descriptor output_;
  pid_t process_ = -1;
  std::string set_aside_;
};

/// Runs a command to its end, with `input`, and returns its output. Throws std::runtime_error, which names the command,
/// if it fails.
std::string output_of(ChildProcesses& processes, const Command& command, std::string_view input = {});

}  // namespace jeton::sandbox
