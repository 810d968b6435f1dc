#include "base/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include "base/message.hpp"
#include "base/monotonic.hpp"
#include "base/spawn.hpp"

namespace jeton {
namespace {

/// What this process was started with.
struct {
  mode_t umask = 0;
  rlimit core{};
  void (*sigpipe)(int) = SIG_DFL;
} before_protection;

enum class Reading { ended, too_much, timed_out };

/// How long a program may take, and when a person at a terminal is told that it does.
class Patience {
 public:
  Patience(std::string program, Seconds seconds)
      : program_(std::move(program)), seconds_(seconds), began_ms_(monotonic_ms()) {}

  /// Waits until the descriptor has something to say; false where the time is up before.
  bool wait_for(int fd) {
    constexpr std::int64_t tells_after_ms = 3000;
    for (;;) {
      const auto waited = monotonic_ms() - began_ms_;
      if (waited >= seconds_ * 1000) return false;
      if (!told_ && waited >= tells_after_ms) tell();
      pollfd readable{.fd = fd, .events = POLLIN, .revents = 0};
      const auto until = told_ ? seconds_ * 1000 : std::min(tells_after_ms, seconds_ * 1000);
      const int ready = ::poll(&readable, 1, static_cast<int>(until - waited));
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
    }
  }

 private:
  void tell() {
    told_ = true;
    if (::isatty(STDERR_FILENO) == 0) return;
    print_message("waiting for the program " + program_ + ", for at most " + in_words(seconds_));
  }

  std::string program_;
  Seconds seconds_;
  std::int64_t began_ms_;
  bool told_ = false;
};

Reading read_all_of(int fd, std::string& text, Patience& patience) {
  constexpr std::size_t longest = std::size_t{1} << 20U;
  std::array<char, 4096> buffer{};
  while (patience.wait_for(fd)) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count <= 0) return Reading::ended;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    ::explicit_bzero(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > longest) return Reading::too_much;
  }
  return Reading::timed_out;
}

/// The hard limit stays, for who takes that back. It is nearly always the highest, and then one call does.
void limit_core_dumps() {
  auto& before = before_protection.core;
  rlimit none{.rlim_cur = 0, .rlim_max = RLIM_INFINITY};
  if (::prlimit(0, RLIMIT_CORE, &none, &before) == 0) return;
  ::getrlimit(RLIMIT_CORE, &before);
  none.rlim_max = before.rlim_max;
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace

void protect_process() {
  before_protection.umask = ::umask(S_IRWXG | S_IRWXO);
  ::prctl(PR_SET_DUMPABLE, 0);
  limit_core_dumps();
  before_protection.sigpipe = std::signal(SIGPIPE, SIG_IGN);
}

void unprotect_process() {
  ::umask(before_protection.umask);
  ::setrlimit(RLIMIT_CORE, &before_protection.core);
  std::signal(SIGPIPE, before_protection.sigpipe);
}

void ignore_signals() {
  for (const int signal : {SIGINT, SIGQUIT, SIGTSTP, SIGTERM, SIGHUP}) std::signal(signal, SIG_IGN);
}

SignalsHeld::SignalsHeld() {
  sigset_t ending;
  ::sigemptyset(&ending);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::sigaddset(&ending, signal);
  ::pthread_sigmask(SIG_BLOCK, &ending, &before_);
}

SignalsHeld::~SignalsHeld() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
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

bool start_detached(const std::vector<std::string>& arguments) {
  Spawn spawn;
  spawn.detach();
  pid_t child = 0;
  return spawn.run(arguments, child) == 0;
}

ProcessOutput run_for_output(const std::vector<std::string>& arguments, Seconds patience) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {.reason = std::generic_category().message(errno)};
  const Fd read_end(ends[0]);
  Fd write_end(ends[1]);

  Spawn spawn;
  spawn.redirect(STDOUT_FILENO, write_end.number());
  pid_t child = 0;
  const int error = spawn.run(arguments, child);
  if (error != 0) return {.reason = std::generic_category().message(error)};
  write_end = Fd();

  ProcessOutput output;
  Patience wait(arguments.front(), patience);
  auto reading = read_all_of(read_end.number(), output.text, wait);
  // A program may close its output and go on.
  const Fd ended(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  if (reading == Reading::ended && ended && !wait.wait_for(ended.number())) reading = Reading::timed_out;
  if (reading != Reading::ended) ::kill(child, SIGKILL);
  output.reason = wait_for(child);
  output.end = ProcessOutput::End::failed;
  if (reading == Reading::timed_out) output.end = ProcessOutput::End::timed_out;
  if (reading == Reading::too_much) output.reason = "wrote more than 1 MiB";
  if (reading == Reading::ended && output.reason.empty()) output.end = ProcessOutput::End::succeeded;
  return output;
}

}  // namespace jeton
