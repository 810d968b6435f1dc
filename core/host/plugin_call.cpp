#include "host/plugin_call.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/error.hpp"

namespace jeton {
namespace {

constexpr std::array<std::pair<int, const char*>, 7> endings = {{{SIGALRM, "it did not return within 5 s"},
                                                                 {SIGABRT, "it aborted"},
                                                                 {SIGSEGV, "it crashed (segmentation fault)"},
                                                                 {SIGBUS, "it crashed (bus error)"},
                                                                 {SIGFPE, "it crashed (arithmetic error)"},
                                                                 {SIGILL, "it crashed (illegal instruction)"},
                                                                 {SIGSYS, "it crashed (bad system call)"}}};
static_assert(plugin_patience == 5);

LastWords& last_words() {
  static LastWords words;
  return words;
}

struct File {
  std::string path;  ///< empty: there is none to be left behind
  std::string text;
};

File& left_behind() {
  static File file;
  return file;
}

/// The plugin that is being called, by name; nothing: none is.
std::atomic<const char*> called = nullptr;

/// With nothing but what a signal handler may do, as all that follows.
void leave_file() {
  const auto& [path, text] = left_behind();
  if (path.empty()) return;
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return;
  const ssize_t written = ::write(fd, text.data(), text.size());
  static_cast<void>(written);  // what is torn counts as none
  ::close(fd);
}

[[noreturn]] void end(const char* how) {
  leave_file();
  const auto& words = last_words();
  const auto part = [](const char* text) { return iovec{const_cast<char*>(text), std::strlen(text)}; };
  const std::array<iovec, 7> parts = {part(words.before.c_str()), part("the plugin "), part(called.load()),
                                      part(" broke: "),           part(how),           part(plugin_remedy),
                                      part(words.after.c_str())};
  const ssize_t written = ::writev(words.fd, parts.data(), static_cast<int>(parts.size()));
  static_cast<void>(written);  // there is nobody to be told otherwise
  ::_exit(static_cast<int>(Status::plugin));
}

std::array<struct sigaction, endings.size()>& actions_before() {
  static std::array<struct sigaction, endings.size()> actions{};
  return actions;
}

void on_signal(int signal) {
  for (std::size_t i = 0; i < endings.size(); ++i) {
    if (endings[i].first != signal) continue;
    if (called.load() != nullptr) end(endings[i].second);
    // Our own fault, then: as though it had not come here first.
    ::sigaction(signal, &actions_before()[i], nullptr);
    std::raise(signal);
  }
}

void on_exit() {
  if (called.load() != nullptr) end("it ended the process");
}

/// An endless recursion leaves no room for the handler on the stack of before.
alignas(16) std::array<char, 65536> signal_stack;

bool watch_process() {
  stack_t stack{};
  if (::sigaltstack(nullptr, &stack) == 0 && (stack.ss_flags & SS_DISABLE) != 0) {
    stack = {.ss_sp = signal_stack.data(), .ss_flags = 0, .ss_size = signal_stack.size()};
    ::sigaltstack(&stack, nullptr);
  }
  struct sigaction action{};
  action.sa_handler = on_signal;
  action.sa_flags = SA_ONSTACK;
  for (std::size_t i = 0; i < endings.size(); ++i) ::sigaction(endings[i].first, &action, &actions_before()[i]);
  last_words();  // are there for as long as on_exit may need them
  left_behind();
  return std::atexit(on_exit) == 0;
}

void set_timer(Seconds seconds) {
  const itimerval timer{.it_interval = {}, .it_value = {seconds, 0}};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

void set_last_words(LastWords words) {
  last_words() = std::move(words);
}

LeftBehind::LeftBehind(const std::string& path, const std::string& text) {
  left_behind() = {path, text};
}

LeftBehind::~LeftBehind() {
  left_behind() = {};
}

PluginCall::PluginCall(const std::string& plugin) {
  [[maybe_unused]] static const bool watched = watch_process();
  std::fflush(stdout);
  standard_output_ = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (standard_output_ >= 0) ::dup2(STDERR_FILENO, STDOUT_FILENO);
  called = plugin.c_str();
  set_timer(plugin_patience);
}

PluginCall::~PluginCall() {
  set_timer(0);
  called = nullptr;
  std::fflush(stdout);
  if (standard_output_ < 0) return;
  ::dup2(standard_output_, STDOUT_FILENO);
  ::close(standard_output_);
}

}  // namespace jeton
