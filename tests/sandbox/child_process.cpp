#include "child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace jeton::sandbox {

namespace {

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe new_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno, "no pipe could be made");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace

ChildProcess::ChildProcess(ChildProcesses& processes, const Command& command) : processes_(processes) {
  Pipe to_child = new_pipe();
  Pipe from_child = new_pipe();
  process_ = processes_.start(command, to_child.read_end.number(), from_child.write_end.number());
  input_ = std::move(to_child.write_end);
  output_ = std::move(from_child.read_end);
  fcntl(input_.number(), F_SETFL, O_NONBLOCK);
}

ChildProcess::~ChildProcess() {
  if (process_ < 0) return;
  processes_.kill(process_);
  processes_.wait(process_);
}

void ChildProcess::write(std::string_view data) {
  while (!data.empty() && input_.is_open()) {
    // poll passes over a negative number: the output may have come to its end before the input has.
    std::array<pollfd, 2> ready = {{{.fd = input_.number(), .events = POLLOUT, .revents = 0},
                                    {.fd = output_.number(), .events = POLLIN, .revents = 0}}};
    if (poll(ready.data(), ready.size(), -1) < 0) {
      if (errno == EINTR) continue;
      fail(errno, "poll");
    }
    if (ready[1].revents != 0 && !read_piece()) output_.close();
    if (ready[0].revents == 0) continue;
    const ssize_t written = ::write(input_.number(), data.data(), data.size());
    if (written >= 0) {
      data.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {
      input_.close();
    }
  }
}

std::optional<std::string> ChildProcess::read() {
  if (set_aside_.empty() && (!output_.is_open() || !read_piece())) return std::nullopt;
  return std::exchange(set_aside_, {});
}

int ChildProcess::wait() {
  const auto status = processes_.wait(std::exchange(process_, -1));
  return status && WIFEXITED(*status) ? WEXITSTATUS(*status) : 128;
}

bool ChildProcess::read_piece() {
  std::array<char, 64UL * 1024> buffer;
  ssize_t count = 0;
  do {
    count = ::read(output_.number(), buffer.data(), buffer.size());
  } while (count < 0 && errno == EINTR);
  if (count < 0) fail(errno, "the output of a process could not be read");
  set_aside_.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::string output_of(ChildProcesses& processes, const Command& command, std::string_view input) {
  ChildProcess process(processes, command);
  process.write(input);
  process.close_input();
  std::string output;
  while (const auto piece = process.read()) output += *piece;
  if (const int status = process.wait(); status != 0) {
    std::string line;
    for (const std::string& argument : command.arguments) line += (line.empty() ? "" : " ") + argument;
    throw std::runtime_error("exit status " + std::to_string(status) + " from: " + line);
  }
  return output;
}

}  // namespace jeton::sandbox
