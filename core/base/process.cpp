#include "base/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <system_error>

extern char** environ;

namespace jeton {
namespace {

std::int64_t monotonic_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

/// Reads until the end or until the time is up; false then.
bool read_until(int fd, std::string& text, std::int64_t until_ms) {
  constexpr std::size_t longest = std::size_t{1} << 20U;
  std::array<char, 4096> buffer{};
  while (text.size() < longest) {
    const auto left = until_ms - monotonic_ms();
    pollfd readable{.fd = fd, .events = POLLIN, .revents = 0};
    const int ready = left > 0 ? ::poll(&readable, 1, static_cast<int>(left)) : 0;
    if (ready == 0) return false;
    if (ready < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count <= 0) return true;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

void protect_process() {
  ::umask(S_IRWXG | S_IRWXO);
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_CORE, &none);
  std::signal(SIGPIPE, SIG_IGN);
}

std::string wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return "was lost";
  }
  if (WIFSIGNALED(status)) {
    const char* const name = ::sigdescr_np(WTERMSIG(status));
    return "was ended by signal " + std::to_string(WTERMSIG(status)) + (name ? std::string(" (") + name + ')' : "");
  }
  return WEXITSTATUS(status) == 0 ? std::string() : "ended with status " + std::to_string(WEXITSTATUS(status));
}

ProcessOutput run_for_output(const std::vector<std::string>& arguments, Seconds patience) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {.reason = std::generic_category().message(errno)};
  const Fd read_end(ends[0]);
  Fd write_end(ends[1]);

  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, write_end.number(), STDOUT_FILENO);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t every;
  ::sigfillset(&every);
  ::posix_spawnattr_setsigdefault(&attributes, &every);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, argv.front(), &actions, &attributes, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) return {.reason = std::generic_category().message(error)};
  write_end = Fd();

  ProcessOutput output;
  const bool in_time = read_until(read_end.number(), output.text, monotonic_ms() + patience * 1000);
  if (!in_time) ::kill(child, SIGKILL);
  output.reason = wait_for(child);
  output.end = !in_time                ? ProcessOutput::End::timed_out
               : output.reason.empty() ? ProcessOutput::End::succeeded
                                       : ProcessOutput::End::failed;
  return output;
}

}  // namespace jeton
