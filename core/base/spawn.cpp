#include "base/spawn.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

extern char** environ;

namespace jeton {

Spawn::Spawn() : flags_(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) {
  ::posix_spawn_file_actions_init(&actions_);
  ::posix_spawnattr_init(&attributes_);
  sigset_t every;
  ::sigfillset(&every);
  ::posix_spawnattr_setsigdefault(&attributes_, &every);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes_, &none);
}

Spawn::~Spawn() {
  ::posix_spawn_file_actions_destroy(&actions_);
  ::posix_spawnattr_destroy(&attributes_);
}

void Spawn::redirect(int to, int from) {
  ::posix_spawn_file_actions_adddup2(&actions_, from, to);
}

void Spawn::detach(const std::vector<int>& keeping) {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    ::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0);
  }
  int next = STDERR_FILENO + 1;
  for (const int fd : keeping) redirect(next++, fd);
  ::posix_spawn_file_actions_addclosefrom_np(&actions_, next);
  flags_ |= POSIX_SPAWN_SETSID;
}

int Spawn::run(const std::vector<std::string>& arguments, pid_t& child) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::posix_spawnattr_setflags(&attributes_, flags_);
  return ::posix_spawnp(&child, argv.front(), &actions_, &attributes_, argv.data(), environ);
}

}  // namespace jeton
