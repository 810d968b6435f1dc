#include "store/lock.hpp"

#include <sys/file.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include "base/monotonic.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"

namespace jeton {
namespace {

/// SIGALRM interrupts a blocking flock and does nothing else, for as long as this lives.
class Alarm {
 public:
  explicit Alarm(Seconds interval) {
    struct sigaction interrupt{};
    interrupt.sa_handler = [](int /*signal*/) {};  // without SA_RESTART
    ::sigaction(SIGALRM, &interrupt, &old_action_);
    set(interval);
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm() {
    set(0);
    ::sigaction(SIGALRM, &old_action_, nullptr);
  }

 private:
  // It repeats, so that one which rings between two calls of flock is not missed.
  static void set(Seconds interval) {
    const itimerval timer{.it_interval = {interval, 0}, .it_value = {interval, 0}};
    ::setitimer(ITIMER_REAL, &timer, nullptr);
  }

  struct sigaction old_action_{};
};

}  // namespace

std::optional<Lock> Lock::locked(Fd fd) {
  // Who holds it, for those who wait; always as long, so that the file need not be cut. Nothing depends on it.
  std::array<char, 16> holder{};
  const int length = std::snprintf(holder.data(), holder.size(), "%10d\n", ::getpid());
  if (::pwrite(fd.number(), holder.data(), static_cast<std::size_t>(length), 0) < 0) {
    trace("who holds a lock cannot be written down");
  }
  return Lock(std::move(fd));
}

std::optional<Lock> Lock::try_acquire(const Folder& folder, const std::string& name) {
  Fd fd = folder.open_lock(name);
  if (::flock(fd.number(), LOCK_EX | LOCK_NB) != 0) return std::nullopt;
  return locked(std::move(fd));
}

std::optional<Lock> Lock::acquire(const Folder& folder, const std::string& name, Seconds patience,
                                  const std::function<void(int holder)>& waiting) {
  Fd fd = folder.open_lock(name);
  if (::flock(fd.number(), LOCK_EX | LOCK_NB) == 0) return locked(std::move(fd));
  const Alarm alarm(1);
  for (const auto until_ms = monotonic_ms() + patience * 1000; monotonic_ms() < until_ms;) {
    if (::flock(fd.number(), LOCK_EX) == 0) return locked(std::move(fd));
    if (errno != EINTR)
      throw Error(Status::storage,
                  folder.path() + '/' + name + ": cannot be locked: " + std::generic_category().message(errno));
    waiting(lock_holder(folder, name));
  }
  return std::nullopt;
}

int lock_holder(const Folder& folder, const std::string& name) {
  const auto text = folder.read(name);
  return text ? static_cast<int>(parse_integer(trim(*text)).value_or(0)) : 0;
}

}  // namespace jeton
