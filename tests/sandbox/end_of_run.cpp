#include "end_of_run.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace jeton::sandbox {

EndOfRun::EndOfRun(EndsAt ends_at) : ends_at_(ends_at) {
  sigset_t ends;
  sigemptyset(&ends);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&ends, signal);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  signals_ = Descriptor(signalfd(-1, &ends, SFD_CLOEXEC));
  if (!signals_.is_open()) throw std::system_error(errno, std::generic_category(), "signalfd");
}

void EndOfRun::wait() {
  // poll passes over a negative number.
  const int input = ends_at_ == EndsAt::signal_or_eof ? STDIN_FILENO : -1;
  while (true) {
    std::array<pollfd, 2> ready = {
        {{.fd = signals_.number(), .events = POLLIN, .revents = 0}, {.fd = input, .events = POLLIN, .revents = 0}}};
    if (poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) return;
    if (ready[0].revents != 0) return;
    if (ready[1].revents == 0) continue;
    std::array<char, 4096> ignored;
    const ssize_t count = read(STDIN_FILENO, ignored.data(), ignored.size());
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) return;
  }
}

}  // namespace jeton::sandbox
