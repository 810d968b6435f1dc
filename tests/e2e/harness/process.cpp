#include "harness/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

extern char** environ;

namespace jeton::e2e {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe2");
    read = ends[0];
    write = ends[1];
  }
  int read;
  int write;
};

/// Both ends of a program's standard input, output and error.
struct Connection {
  int program_in = -1;
  int program_out = -1;
  int program_err = -1;
  int in = -1;
  int out = -1;
  int err = -1;
};

Connection pipes() {
  const Pipe in;
  const Pipe out;
  const Pipe err;
  return {in.read, out.write, err.write, in.write, out.read, err.read};
}

Connection terminal() {
  int ours = -1;
  int programs = -1;
  const winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
  if (::openpty(&ours, &programs, nullptr, nullptr, &size) != 0) fail("openpty");
  for (const int fd : {ours, programs}) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  const auto again = [](int fd) { return ::fcntl(fd, F_DUPFD_CLOEXEC, 0); };
  return {programs, again(programs), again(programs), ours, again(ours), -1};
}

void close_and_forget(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

constexpr int not_started = 127;

}  // namespace

Process::Process(const Call& call, Input input) : to_write_(call.input), input_end_(input) {
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> arguments = call.arguments;
  std::vector<std::string> variables;
  variables.reserve(call.environment.size());
  for (const auto& [name, value] : call.environment) variables.push_back(name + '=' + value);
  auto argv = pointers(arguments);
  auto envp = pointers(variables);

  Connection ends = input == Input::terminal ? terminal() : pipes();
  pid_ = ::fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (input == Input::terminal) {
      ::setsid();
      ::ioctl(ends.program_in, TIOCSCTTY, 0);
    } else {
      ::setpgid(0, 0);
    }
    std::signal(SIGPIPE, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    ::dup2(ends.program_in, STDIN_FILENO);
    ::dup2(ends.program_out, STDOUT_FILENO);
    ::dup2(ends.program_err, STDERR_FILENO);
    environ = envp.data();
    if (::chdir(call.folder.c_str()) == 0) ::execvp(argv[0], argv.data());
    ::_exit(not_started);
  }
  if (input != Input::terminal) ::setpgid(pid_, pid_);
  for (int* const end : {&ends.program_in, &ends.program_out, &ends.program_err}) close_and_forget(*end);
  input_ = ends.in;
  out_.fd = ends.out;
  err_.fd = ends.err;
  ::fcntl(input_, F_SETFL, O_NONBLOCK);
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      out_{std::exchange(other.out_.fd, -1), std::move(other.out_.text)},
      err_{std::exchange(other.err_.fd, -1), std::move(other.err_.text)},
      input_(std::exchange(other.input_, -1)),
      to_write_(std::move(other.to_write_)),
      input_end_(other.input_end_) {}

Process::~Process() {
  for (int* const fd : {&input_, &out_.fd, &err_.fd}) close_and_forget(*fd);
  kill_group();
  if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
}

void Process::kill_group() {
  if (pid_ > 0) ::kill(-pid_, SIGKILL);
}

void Process::interrupt() const {
  ::kill(-pid_, SIGINT);
}

void Process::write_input() {
  const ssize_t count = ::write(input_, to_write_.data(), to_write_.size());
  if (count >= 0) to_write_.erase(0, static_cast<std::size_t>(count));
  if (count < 0 && errno != EAGAIN && errno != EINTR) to_write_.clear();  // it does not want to know
}

void Process::read(Stream& stream) {
  std::array<char, 65536> buffer{};
  const ssize_t count = ::read(stream.fd, buffer.data(), buffer.size());
  if (count > 0) stream.text.append(buffer.data(), static_cast<std::size_t>(count));
  if (count == 0 || (count < 0 && errno != EINTR)) close_and_forget(stream.fd);
}

/// Moves what can be moved; false once the time is up. A negative number is no file to poll.
bool Process::poll_once(Clock::time_point deadline) {
  if (to_write_.empty() && input_end_ == Input::ends_at_once) close_and_forget(input_);
  std::array<pollfd, 3> files = {pollfd{.fd = to_write_.empty() ? -1 : input_, .events = POLLOUT, .revents = 0},
                                 pollfd{.fd = out_.fd, .events = POLLIN, .revents = 0},
                                 pollfd{.fd = err_.fd, .events = POLLIN, .revents = 0}};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  if (left <= 0) return false;
  const int ready = ::poll(files.data(), files.size(), static_cast<int>(left));
  if (ready < 0 && errno != EINTR) fail("poll");
  if (ready <= 0) return ready < 0;
  if (files[0].revents != 0) write_input();
  if (files[1].revents != 0) read(out_);
  if (files[2].revents != 0) read(err_);
  return true;
}

std::optional<std::string> Process::wait_for_line_with(const std::string& words) {
  if (!wait_for(words)) return std::nullopt;
  const auto deadline = Clock::now() + std::chrono::seconds(20);
  for (;;) {
    for (const auto* const text : {&out_.text, &err_.text}) {
      const auto at = text->find(words);
      if (at == std::string::npos) continue;
      const auto end = text->find('\n', at);
      if (end == std::string::npos) continue;
      const auto before = text->rfind('\n', at);
      const auto start = before == std::string::npos ? 0 : before + 1;
      auto line = text->substr(start, end - start);
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    if ((out_.fd < 0 && err_.fd < 0) || !poll_once(deadline)) return std::nullopt;
  }
}

bool Process::wait_for(const std::string& words) {
  const auto deadline = Clock::now() + std::chrono::seconds(20);
  while (!out_.text.contains(words) && !err_.text.contains(words)) {
    if ((out_.fd < 0 && err_.fd < 0) || !poll_once(deadline)) return false;
  }
  return true;
}

void Process::write(const std::string& text) {
  to_write_ += text;
  const auto deadline = Clock::now() + std::chrono::seconds(20);
  while (!to_write_.empty() && poll_once(deadline)) continue;
}

void Process::end_input() {
  input_end_ = Input::ends_at_once;
  if (to_write_.empty()) close_and_forget(input_);
}

bool Process::wait_for_line(const std::string& line) {
  const auto deadline = Clock::now() + std::chrono::seconds(20);
  while (out_.fd >= 0) {
    if (('\n' + out_.text).find('\n' + line + '\n') != std::string::npos) return true;
    if (!poll_once(deadline)) return false;
  }
  return false;
}

Outcome Process::finish(std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  bool in_time = true;
  while (in_time && (out_.fd >= 0 || err_.fd >= 0)) in_time = poll_once(deadline);
  if (!in_time) {
    kill_group();
    err_.text += "\n(killed: it took too long)\n";
  }
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  kill_group();
  pid_ = -1;
  return {.out = std::move(out_.text),
          .err = std::move(err_.text),
          .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}

Outcome run(const Call& call) {
  return Process(call).finish();
}

}  // namespace jeton::e2e
