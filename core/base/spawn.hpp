#pragma once

#include <spawn.h>
#include <sys/types.h>

#include <string>
#include <vector>

namespace jeton {

/// A program to be started: found on PATH, without a shell, with default signals and this process's standard input,
/// output and error, unless it is told otherwise.
class Spawn {
 public:
  Spawn();
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;
  ~Spawn();

  /// The program's descriptor `to` is this process's `from`.
  void redirect(int to, int from);
  /// Under its own number.
  void inherit(int fd) { redirect(fd, fd); }
  /// A session of its own, with nothing to read and nowhere to write, and with no file of this process's but those: as
  /// 3 and so on, in this order.
  void detach(const std::vector<int>& keeping = {});

  /// Starts it. `child` is its process; the result is an errno, 0 where all is well.
  int run(const std::vector<std::string>& arguments, pid_t& child);

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
  short flags_ = 0;
};

}  // namespace jeton
