#include "store/turn.hpp"

#include <unistd.h>

#include "base/error.hpp"
#include "base/message.hpp"
#include "base/time.hpp"
#include "store/hold_off.hpp"

namespace jeton {
namespace {

std::string process_in_words(int holder) {
  return holder > 0 ? "process " + std::to_string(holder) : "another process";
}

}  // namespace

Lock wait_for_turn(const Folder& state, const ProfileRoute& profile) {
  const auto say = [&](int holder) {
    if (::isatty(STDERR_FILENO) == 0) return;
    print_message(profile.name + ": waiting for " + process_in_words(holder) + ", which is asking the provider");
  };
  auto lock = Lock::acquire(state, lock_file(profile), profile.patience, say);
  if (lock) return std::move(*lock);
  throw Error(Status::unreachable, process_in_words(lock_holder(state, lock_file(profile))) +
                                       " has been asking the provider for " + in_words(profile.patience) +
                                       "; try again, or end it");
}

}  // namespace jeton
