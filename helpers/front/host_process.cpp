#include "front/host_process.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "base/places.hpp"
#include "base/process.hpp"
#include "base/spawn.hpp"

namespace jeton {
namespace {

pid_t run(Spawn& spawn, std::vector<std::string> arguments) {
  ::setenv(gnutls_waits, "1", 1);
  arguments.insert(arguments.begin(), host_program());
  pid_t host = 0;
  const int error = spawn.run(arguments, host);
  if (error == 0) return host;
  throw Error(Status::storage, arguments.front() + " cannot be run: " + std::generic_category().message(error) +
                                   "; install jeton again");
}

/// The ends of a pipe, which no other program inherits.
struct Pipe {
  Fd read;
  Fd write;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Error(Status::storage, "no pipe can be made");
    read = Fd(ends[0]);
    write = Fd(ends[1]);
  }
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

HostAnswer ask_host(std::vector<std::string> arguments, std::optional<Lock> lock,
                    std::optional<std::string_view> input) {
  constexpr std::size_t longest_answer = std::size_t{64} << 20U;
  Pipe reply;
  std::optional<Pipe> question;
  if (input) question.emplace();
  Spawn spawn;
  if (question) spawn.redirect(STDIN_FILENO, question->read.number());
  spawn.redirect(STDOUT_FILENO, STDERR_FILENO);
  spawn.inherit(reply.write.number());
  if (lock) spawn.inherit(lock->number());
  name_reply(arguments, reply.write.number());
  const pid_t host = run(spawn, std::move(arguments));
  reply.write = Fd();
  lock.reset();
  if (question) {
    question->read = Fd();
    write_all(question->write.number(), *input);  // the host reads to the end before it says anything
    question->write = Fd();
  }
  HostAnswer answer{.text = read_all(reply.read.number(), longest_answer).value_or(""), .end = {}};
  answer.end = wait_for(host);  // not everybody's process 1 reaps what is left to it
  return answer;
}

void ask_host_in_background(std::vector<std::string> arguments, const Lock& lock) {
  Spawn spawn;
  spawn.detach({lock.number()});
  name_reply(arguments, -1);
  run(spawn, std::move(arguments));
}

void become_program(const std::string& program, char** argv) {
  ::execv(program.c_str(), argv);
  throw Error(Status::storage,
              program + " cannot be run: " + std::generic_category().message(errno) + "; install jeton again");
}

}  // namespace jeton
