#include "store/hold_off.hpp"

#include <algorithm>

#include "base/record.hpp"

namespace jeton {
namespace {

constexpr std::string_view kind = "jeton hold-off 1";
/// More make no difference: pauses have stopped growing long before.
constexpr std::int64_t most_failures = 1000;

}  // namespace

std::optional<HoldOff> HoldOff::parse(std::string_view text) {
  const auto record = Record::parse(text, kind);
  if (!record) return std::nullopt;
  return HoldOff{
      .status = record->integer("status").and_then(status_of).value_or(Status::unreachable),
      .message = record->get("message"),
      .failed_at = record->integer("failed_at").value_or(0),
      .failed_at_ns = record->integer("failed_at_ns").value_or(0),
      .until = record->integer("until").value_or(0),
      .failures = static_cast<int>(std::clamp<std::int64_t>(record->integer("failures").value_or(1), 1, most_failures)),
      .request = record->get("request"),
      .sources = read_sources(*record)};
}

std::string HoldOff::text() const {
  Record record{std::string(kind)};
  record.add("status", static_cast<std::int64_t>(status));
  record.add("message", message);
  record.add("failed_at", failed_at);
  record.add("failed_at_ns", failed_at_ns);
  record.add("until", until);
  record.add("failures", failures);
  record.add("request", request);
  add_sources(record, sources);
  return record.text();
}

std::optional<HoldOff> HoldOff::load(const Folder& state, const std::string& name) {
  const auto text = state.read(name);
  return text ? parse(*text) : std::nullopt;
}

void HoldOff::save(const Folder& state, const std::string& name) const {
  state.write(name, text(), Durability::passing);
}

bool HoldOff::holds(Seconds now) const {
  constexpr Seconds clock_tolerance = 60;
  return until > now && failed_at <= now + clock_tolerance;
}

Error HoldOff::error(Seconds now) const {
  return {Status::held_off, "held off until " + rfc3339(until) + " (" + in_words(until - now) + "): " + message};
}

std::string hold_off_file(const ProfileRoute& profile) {
  return profile.name + '.' + profile.id + ".hold-off";
}

std::string lock_file(const ProfileRoute& profile) {
  return profile.name + ".lock";
}

}  // namespace jeton
