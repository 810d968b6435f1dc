#include "store/turn.hpp"

#include <unistd.h>

#include <cstdio>

#include "base/error.hpp"
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
    std::fprintf(stderr, "jeton: %s: waiting for %s, which is asking the provider\n", profile.name.c_str(),
                 process_in_words(holder).c_str());
  };
  auto lock = Lock::acquire(state, lock_file(profile), profile.patience, say);
  if (lock) return std::move(*lock);
  throw Error(Status::unreachable, process_in_words(lock_holder(state, lock_file(profile))) +
                                       " has been asking the provider for " + in_words(profile.patience) +
                                       "; try again, or end it");
}

}  // namespace jeton
