#include "doctor/clock.hpp"

namespace jeton {

std::string clock_trouble(const std::string& host, std::optional<Seconds> date, Seconds sent_at, Seconds received_at) {
  constexpr Seconds harmless = 60;
  if (!date) return {};
  const auto repair = " of " + host + "; run: sudo timedatectl set-ntp true";
  if (*date > received_at + harmless)
    return "this machine's clock is " + in_words(*date - received_at) + " behind that" + repair;
  if (*date < sent_at - harmless)
    return "this machine's clock is " + in_words(sent_at - *date) + " ahead of that" + repair;
  return {};
}

}  // namespace jeton
