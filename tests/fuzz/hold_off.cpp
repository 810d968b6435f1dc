#include "store/hold_off.hpp"

#include "fuzz.hpp"

// A hold-off's file. It is written as it was read, never counts less than one failure, and says until when it holds.
void jeton::fuzz(std::string_view input) {
  const auto hold_off = HoldOff::parse(with_kind("jeton hold-off 1", input));
  if (!hold_off) return;
  const auto again = HoldOff::parse(hold_off->text());
  must(again && again->text() == hold_off->text());
  must(hold_off->failures >= 1 && status_of(static_cast<std::int64_t>(hold_off->status)).has_value());
  constexpr Seconds now = 1'700'000'000;
  if (hold_off->holds(now)) must(hold_off->until > now && hold_off->error(now).status() == Status::held_off);
}
