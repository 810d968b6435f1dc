#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "commands/layout.hpp"
#include "commands/profile_status.hpp"
#include "commands/style.hpp"
#include "commands/table.hpp"

namespace jeton {
namespace {

using Statuses = std::vector<ProfileStatus>;

std::string time_of(const std::optional<Seconds>& time) {
  return time ? rfc3339(*time) : std::string();
}

Seconds left_of(const ProfileStatus& status, Seconds now) {
  return status.expires_at ? std::max<Seconds>(*status.expires_at - now, 0) : 0;
}

void print_json(const Statuses& statuses, Seconds now) {
  using nlohmann::ordered_json;
  const auto text = [](const std::string& value) {
    return value.empty() ? ordered_json(nullptr) : ordered_json(value);
  };
  auto list = ordered_json::array();
  for (const auto& status : statuses) {
    ordered_json object;
    object["profile"] = status.profile;
    object["provider"] = status.provider;
    object["state"] = status.state;
    object["expires_at"] = text(time_of(status.expires_at));
    object["expires_in"] = status.expires_at ? ordered_json(left_of(status, now)) : ordered_json(nullptr);
    object["expires_by"] = text(status.expires_by);
    object["renews_at"] = text(time_of(status.renews_at));
    object["held_off_until"] = text(time_of(status.held_off_until));
    object["note"] = text(status.note);
    list.push_back(std::move(object));
  }
  std::puts(list.dump(2).c_str());
}

void print_columns(const Statuses& statuses, Seconds now) {
  Table table({"PROFILE", "PROVIDER", "STATE", "LEFT", "EXPIRES", "DECIDED-BY", "RENEWS", "HELD-OFF-UNTIL", "NOTE"});
  for (const auto& status : statuses) {
    table.add({status.profile, status.provider, status.state,
               status.expires_at ? std::to_string(left_of(status, now)) : std::string(), time_of(status.expires_at),
               status.expires_by, time_of(status.renews_at), time_of(status.held_off_until), status.note});
  }
  table.print();
}

Colour colour_of(const std::string& state) {
  if (state == "fresh") return Colour::green;
  if (state == "expiring" || state == "held-off") return Colour::yellow;
  return state == "login-required" || state == "rejected" ? Colour::red : Colour::dim;
}

/// The share of its life that a token has left, and how long that is.
std::string life_of(const ProfileStatus& status, Seconds now) {
  constexpr Seconds cells = 8;
  if (!status.sent_at) return {};
  if (!status.expires_at) return "for ever";
  const auto left = left_of(status, now);
  if (left == 0) return {};
  const auto lifetime = std::max<Seconds>(*status.expires_at - *status.sent_at, 1);
  const auto full = std::clamp<Seconds>((left * cells + lifetime - 1) / lifetime, 1, cells);
  std::string bar;
  for (Seconds cell = 0; cell < cells; ++cell) bar += cell < full ? "█" : "░";
  return bar + ' ' + in_words(left);
}

/// When the next token is asked for, and why.
std::string renewal_of(const ProfileStatus& status, Seconds now) {
  if (status.state == "login-required") return status.note;
  if (status.held_off_until) return "held off";
  if (!status.sent_at || status.state == "expired" || status.state == "rejected") return "when asked for";
  if (status.renews_at) return *status.renews_at > now ? "in " + in_words(*status.renews_at - now) : "due";
  return status.expires_at ? "at its end" : "";
}

/// What a person does not see at a glance, below the profile's line.
void print_notes(const ProfileStatus& status, Seconds now, const Style& style) {
  if (status.held_off_until) {
    std::printf("  %s\n", style
                              .in(Colour::yellow, "held off for " + in_words(*status.held_off_until - now) +
                                                      ", until " + rfc3339(*status.held_off_until))
                              .c_str());
  }
  if (!status.note.empty() && status.state != "login-required") std::printf("  %s\n", status.note.c_str());
}

void print_picture(const Statuses& statuses, Seconds now, const Style& style) {
  using Row = std::array<std::string, 5>;
  std::vector<Row> rows{{"PROFILE", "PROVIDER", "STATE", "LIFE", "RENEWAL"}};
  for (const auto& status : statuses) {
    rows.push_back({status.profile, status.provider, status.state, life_of(status, now), renewal_of(status, now)});
  }
  std::array<std::size_t, std::tuple_size_v<Row>> widths{};
  std::size_t total = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    for (const auto& row : rows) widths.at(i) = std::max(widths.at(i), width_of(row.at(i)) + 2);
    total += widths.at(i);
  }
  const bool has_room = total - 2 <= style.columns;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [profile, provider, state, life, renewal] = rows[i];
    const auto colour = i == 0 ? Colour::plain : colour_of(state);
    std::printf("%s%s%s%s%s\n", padded(profile, widths[0]).c_str(), has_room ? padded(provider, widths[1]).c_str() : "",
                style.in(colour, padded(state, widths[2])).c_str(), style.in(colour, padded(life, widths[3])).c_str(),
                renewal.c_str());
    if (i > 0) print_notes(statuses[i - 1], now, style);
  }
}

int run(const Given& given, Session& session) {
  const Seconds now = std::time(nullptr);
  const auto statuses = profile_statuses(session.places, session.plugins, given.texts("PROFILE"), now);
  const auto style = Style::of_output(session.environment);
  if (given.has("--json")) {
    print_json(statuses, now);
  } else if (statuses.empty()) {
    std::printf("no profiles in %s; run: jeton add\n", escaped(session.places.configuration).c_str());
  } else if (style.terminal) {
    print_picture(statuses, now, style);
  } else {
    print_columns(statuses, now);
  }
  return static_cast<int>(Status::done);
}

constexpr std::array arguments = {
    Argument{"PROFILE", "these alone; all of them unless named", ValueKind::profile, Argument::Count::any}};
constexpr std::array options = {Option{"--json", "", "print it as JSON"}};

}  // namespace

constexpr Command status_command{
    .name = "status",
    .summary = "what state each profile's token is in",
    .description =
        "Says what each profile is, what state its token is in (fresh, expiring, expired, none, login-required, "
        "rejected or held-off), how much life it has left, and when the next one is asked for. Asks no provider, and "
        "shows no secret.\n\n"
        "Not on a terminal it prints columns for scripts: times in UTC, LEFT in seconds, \"-\" for what there is not.",
    .example = "jeton status\njeton status --json | jq '.[] | select(.state != \"fresh\")'",
    .arguments = arguments,
    .options = options,
    .run = run};

}  // namespace jeton
