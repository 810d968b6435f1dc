#include "store/turn.hpp"

#include "base/error.hpp"
#include "base/shown_wait.hpp"
#include "base/time.hpp"
#include "store/hold_off.hpp"

namespace jeton {
namespace {

std::string process_in_words(int holder) {
  return holder > 0 ? "process " + std::to_string(holder) : "another process";
}

}  // namespace

Lock wait_for_turn(const Folder& state, const ProfileRoute& profile) {
  ShownWait wait({}, profile.patience);
  const auto show = [&](int holder) {
    wait.tick(profile.name + ": waiting for " + process_in_words(holder) + ", which is asking the provider");
  };
  auto lock = Lock::acquire(state, lock_file(profile), profile.patience, show);
  if (lock) return std::move(*lock);
  throw Error(Status::unreachable, process_in_words(lock_holder(state, lock_file(profile))) +
                                       " has been asking the provider for " + in_words(profile.patience) +
                                       "; try again, or end it");
}

}  // namespace jeton
