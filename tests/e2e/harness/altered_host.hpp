#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/temporary_folder.hpp"

namespace jeton::e2e {

/// A copy of the programs, in which a script stands where jeton-host is: to count the hosts that are started, or to
/// have system calls of theirs fail.
class AlteredHost {
 public:
  AlteredHost();

  /// A line of the shell that runs before the real host, such as one that says that it was started. It may use `"$@"`,
  /// and set `$tracer`, which the real host is run by.
  void before(const std::string& line) const;

  /// The program there, as `jeton`.
  std::string program(const std::string& name) const { return folder_.path() / "bin" / name; }

  /// A system call of the host.
  struct SystemCall {
    std::string name;
    int number = 1;  ///< among those of its name
    std::string text = {};
  };
  /// From now on the host's system calls that touch files or the network are noted; see calls().
  void note_calls() const;
  std::vector<SystemCall> calls() const;
  /// From now on the host is killed when it comes to this call.
  void kill_at(const SystemCall& call) const;
  /// From now on this call fails.
  void fail_at(const SystemCall& call, const std::string& error) const;

 private:
  std::filesystem::path log() const { return folder_.path() / "calls"; }

  TemporaryFolder folder_;
};

}  // namespace jeton::e2e
