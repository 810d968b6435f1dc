#include "child_processes.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace jeton::sandbox {

namespace {

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  // posix_spawn takes char* for C's sake and changes nothing.
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

class SpawnActions {
 public:
  SpawnActions(int input, int output, StandardError standard_error) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    if (standard_error == StandardError::dropped) {
      posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    // cpp-httplib accepts connections without close-on-exec; a child would keep them open.
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
  }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes_, 0);
    // The sandbox blocks the signals it waits for and ignores SIGPIPE; a child would inherit both.
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

/// Kills what is left of the process's group and takes its exit; returns the process's own status.
std::optional<int> reap_group(pid_t process) {
  ::kill(-process, SIGKILL);
  std::optional<int> own_status;
  for (int status = 0;;) {
    const pid_t ended = waitpid(-process, &status, 0);
    if (ended == process) own_status = status;
    if (ended < 0 && errno != EINTR) return own_status;
  }
}

}  // namespace

ChildProcesses::ChildProcesses() {
  // Makes grandchildren whose parent is gone our own children, so that they can be waited for.
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

pid_t ChildProcesses::start(const Command& command, int input, int output) {
  const SpawnActions actions(input, output, command.standard_error);
  const SpawnAttributes attributes;
  const auto arguments = pointers_to(command.arguments);
  const auto environment = pointers_to(command.environment);
  const std::lock_guard lock(mutex_);
  if (stopped_) fail(ECANCELED, "the sandbox is ending");
  pid_t process = -1;
  const int error = posix_spawnp(&process, command.arguments.front().c_str(), actions.get(), attributes.get(),
                                 arguments.data(), environment.data());
  if (error != 0) fail(error, command.arguments.front() + " could not be run");
  running_.insert(process);
  return process;
}

std::optional<int> ChildProcesses::wait(pid_t process) {
  // Until it is reaped, under the lock, the process's number can belong to nobody else.
  siginfo_t info{};
  while (waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  const std::lock_guard lock(mutex_);
  if (running_.erase(process) == 0) return std::nullopt;
  return reap_group(process);
}

void ChildProcesses::kill(pid_t process) {
  const std::lock_guard lock(mutex_);
  if (running_.contains(process)) ::kill(-process, SIGKILL);
}

void ChildProcesses::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  for (const pid_t process : running_) reap_group(process);
  running_.clear();
}

}  // namespace jeton::sandbox
