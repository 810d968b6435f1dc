#include "front/host_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/places.hpp"
#include "base/process.hpp"

extern char** environ;

namespace jeton {
namespace {

enum class Waiting { yes, no };

/// The arguments of one posix_spawn.
class Spawn {
 public:
  Spawn() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;
  ~Spawn() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  void redirect(int to, int from) { ::posix_spawn_file_actions_adddup2(&actions_, from, to); }
  /// Under its own number.
  void inherit(int fd) { redirect(fd, fd); }
  void detach() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0);
    }
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID);
  }

  pid_t run(const std::string& program, std::vector<std::string>& arguments) {
    std::string name = "jeton-host";
    std::vector<char*> argv{name.data()};
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    const int error = ::posix_spawn(&child, program.c_str(), &actions_, &attributes_, argv.data(), environ);
    if (error == 0) return child;
    throw Error(Status::storage,
                program + " cannot be run: " + std::generic_category().message(error) + "; install jeton again");
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

void name_reply(std::vector<std::string>& arguments, int fd) {
  for (auto& argument : arguments) {
    if (argument == "REPLY-FD") argument = std::to_string(fd);
  }
}

}  // namespace

std::string host_program() {
  return prefix() + "/libexec/jeton/jeton-host";
}

HostAnswer ask_host(std::vector<std::string> arguments, const Lock* lock) {
  constexpr std::size_t longest_answer = std::size_t{64} << 20U;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Error(Status::storage, "no pipe can be made");
  const Fd read_end(ends[0]);
  Fd write_end(ends[1]);
  Spawn spawn;
  spawn.redirect(STDOUT_FILENO, STDERR_FILENO);
  spawn.inherit(write_end.number());
  if (lock != nullptr) spawn.inherit(lock->number());
  name_reply(arguments, write_end.number());
  const pid_t host = spawn.run(host_program(), arguments);
  write_end = Fd();
  HostAnswer answer{.text = read_all(read_end.number(), longest_answer).value_or(""), .end = {}};
  answer.end = wait_for(host);
  return answer;
}

void ask_host_in_background(std::vector<std::string> arguments, const Lock& lock) {
  Spawn spawn;
  spawn.detach();
  spawn.inherit(lock.number());
  name_reply(arguments, -1);
  spawn.run(host_program(), arguments);
}

void become_program(const std::string& program, char** argv) {
  ::execv(program.c_str(), argv);
  throw Error(Status::storage,
              program + " cannot be run: " + std::generic_category().message(errno) + "; install jeton again");
}

}  // namespace jeton
