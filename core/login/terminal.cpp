#include "login/terminal.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

/// Nothing that is typed is shown while this lives; signals that end the process put the terminal right first.
class Unechoed {
 public:
  Unechoed() {
    ::tcgetattr(STDIN_FILENO, &before);
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    for (std::size_t i = 0; i < signals.size(); ++i) {
      struct sigaction action{};
      action.sa_handler = restore_and_end;
      ::sigaction(signals.at(i), &action, &old_.at(i));
    }
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  Unechoed(const Unechoed&) = delete;
  Unechoed& operator=(const Unechoed&) = delete;
  ~Unechoed() {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals.at(i), &old_.at(i), nullptr);
    std::fputc('\n', stderr);
  }

 private:
  static constexpr std::array<int, 3> signals = {SIGINT, SIGTERM, SIGHUP};

  static void restore_and_end(int signal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::signal(signal, SIG_DFL);
    ::raise(signal);
  }

  static inline termios before{};
  std::array<struct sigaction, signals.size()> old_{};
};

}  // namespace

std::optional<std::string> Lines::next() {
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  if (count <= 0) ended_ = true;
  if (count > 0) {
    pending_.append(buffer.data(), static_cast<std::size_t>(count));
    ::explicit_bzero(buffer.data(), static_cast<std::size_t>(count));
  }
  const auto newline = pending_.find('\n');
  if (newline == std::string::npos && !ended_) return std::nullopt;
  auto line = pending_.substr(0, newline);
  pending_.erase(0, newline == std::string::npos ? pending_.size() : newline + 1);
  return line;
}

std::optional<std::size_t> wait_for_any(const std::vector<int>& fds, Seconds patience) {
  std::vector<pollfd> waiting;
  waiting.reserve(fds.size());
  for (const int fd : fds) waiting.push_back({.fd = fd, .events = POLLIN, .revents = 0});
  const int count = ::poll(waiting.data(), waiting.size(), static_cast<int>(patience * 1000));
  if (count <= 0) return std::nullopt;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].revents != 0) return i;
  }
  return std::nullopt;
}

namespace {

std::string read_line(const std::string& question) {
  std::fputs(question.c_str(), stderr);
  Lines lines;
  std::optional<std::string> line;
  while (!line) line = lines.next();
  if (line->empty() && lines.ended()) throw Error(Status::usage, "standard input ended before all was answered");
  return std::move(*line);
}

}  // namespace

std::string read_answer(const std::string& question) {
  return std::string(trim(read_line(question)));
}

std::string read_secret_answer(const std::string& question) {
  const Unechoed unechoed;
  return read_line(question);
}

std::string read_secret_input(const std::string& question) {
  constexpr std::size_t longest = std::size_t{1} << 16U;
  std::string secret;
  if (::isatty(STDIN_FILENO) != 0) {
    secret = read_secret_answer(question + ": ");
  } else {
    auto text = read_all(STDIN_FILENO, longest);
    if (!text) throw Error(Status::usage, "the secret on standard input is longer than 64 KiB");
    secret = std::move(*text);
    secret.resize(secret.size() - (secret.ends_with("\r\n") ? 2 : secret.ends_with('\n') ? 1 : 0));
  }
  if (secret.empty()) throw Error(Status::usage, "there is no secret on standard input");
  if (secret.contains('\0')) throw Error(Status::usage, "the secret has a NUL byte");
  return secret;
}

}  // namespace jeton
