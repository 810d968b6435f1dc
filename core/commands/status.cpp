#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

#include "base/fingerprint.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "host/compile.hpp"
#include "store/hold_off.hpp"
#include "store/secret_store.hpp"
#include "token/freshness.hpp"
#include "token/token_cache.hpp"

namespace jeton {
namespace {

/// One profile's line.
struct ProfileStatus {
  std::string profile;
  std::string provider;
  std::string state;
  std::optional<Seconds> expires_at;
  std::string expires_by;
  std::optional<Seconds> held_off_until;
  std::string note;  ///< what is wrong, if anything
};

std::string token_state(const AccessToken& token, const ProfileRoute& route, const TokenCache& cache, Seconds now) {
  if (cache.is_rejected(fingerprint(token.secret))) return "rejected";
  switch (freshness(token, now, route.min_validity)) {
    case Freshness::fresh: return "fresh";
    case Freshness::expiring:
    case Freshness::stale: return "expiring";
    case Freshness::expired: return "expired";
  }
  return {};
}

/// True if only a person can bring the next token.
bool needs_login(const ProfileRoute& route, const SecretStore& store) {
  return std::ranges::none_of(store.standings(route.name), [&](const auto& grant) {
    return grant.second == Standing::usable && (route.consent == any_grant || grant.first == route.consent);
  });
}

ProfileStatus status_of(const ProfileRoute& route, const TokenCache& cache, const SecretStore& store,
                        const std::optional<Folder>& state, Seconds now) {
  ProfileStatus status{.profile = route.name, .provider = escaped(route.provider), .state = "none"};
  if (route.trouble_status != Status::done) {
    status.note = escaped(route.trouble);
    return status;
  }
  const auto token = cache.load(route);
  if (token) {
    status.state = token_state(*token, route, cache, now);
    status.expires_at = token->expires_at;
    status.expires_by = token->expires_by;
  }
  const bool serves = status.state == "fresh" || status.state == "expiring";
  const bool irreplaceable = token && !token->replaceable;
  if (!serves && !route.consent.empty() && (irreplaceable || needs_login(route, store))) {
    status.state = "login-required";
    status.note = "run: jeton login " + route.name;
  }
  const auto hold_off = state ? HoldOff::load(*state, hold_off_file(route)) : std::nullopt;
  if (hold_off && hold_off->holds(now)) {
    status.held_off_until = hold_off->until;
    status.note = escaped(hold_off->message);
    if (!serves) status.state = "held-off";
  }
  return status;
}

nlohmann::ordered_json json_of(const ProfileStatus& status, Seconds now) {
  const auto time = [](const std::optional<Seconds>& value) -> nlohmann::ordered_json {
    if (!value) return nullptr;
    return rfc3339(*value);
  };
  nlohmann::ordered_json object;
  object["profile"] = status.profile;
  object["provider"] = status.provider;
  object["state"] = status.state;
  object["expires_at"] = time(status.expires_at);
  object["expires_in"] = status.expires_at ? nlohmann::ordered_json(std::max<Seconds>(*status.expires_at - now, 0))
                                           : nlohmann::ordered_json(nullptr);
  object["expires_by"] =
      status.expires_by.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(status.expires_by);
  object["held_off_until"] = time(status.held_off_until);
  object["note"] = status.note.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(status.note);
  return object;
}

void print_table(const std::vector<ProfileStatus>& rows, Seconds now) {
  std::size_t widest = 7;
  std::size_t widest_provider = 8;
  for (const auto& row : rows) {
    widest = std::max(widest, row.profile.size());
    widest_provider = std::max(widest_provider, row.provider.size());
  }
  const auto print = [&](const std::string& name, const std::string& provider, const std::string& state,
                         const std::string& left, const std::string& by) {
    std::printf("%-*s  %-*s  %-14s  %-11s  %s\n", static_cast<int>(widest), name.c_str(),
                static_cast<int>(widest_provider), provider.c_str(), state.c_str(), left.c_str(), by.c_str());
  };
  print("PROFILE", "PROVIDER", "STATE", "LEFT", "DECIDED BY");
  for (const auto& row : rows) {
    const Seconds left = row.expires_at ? *row.expires_at - now : 0;
    print(row.profile, row.provider, row.state, left > 0 ? in_words(left) : "-",
          row.expires_by.empty() ? "-" : row.expires_by);
    if (row.held_off_until) std::printf("  held off until %s\n", rfc3339(*row.held_off_until).c_str());
    if (!row.note.empty()) std::printf("  %s\n", row.note.c_str());
  }
}

int run(const Given& given, Session& session) {
  const auto& places = session.places;
  const auto names = given.texts("PROFILE");
  const TokenCache cache(places.cache);
  const auto text = current_routes(places, session.plugins, cache);
  const auto routes = Routes::parse(text);
  if (!routes) throw Error(Status::storage, "the configuration could not be compiled");
  const Seconds now = std::time(nullptr);
  const NoSeal seal;  // how a grant stands is to be had without a key
  const SecretStore store(places.state, seal);
  const auto state = Folder::open(places.state);
  std::vector<ProfileStatus> rows;
  for (const auto& name : names.empty() ? routes->names() : names) {
    const auto route = routes->find(name);
    if (!route) {
      throw Error(Status::configuration, name + ": " + no_such_profile(name, routes->names(), places.configuration));
    }
    rows.push_back(status_of(*route, cache, store, state, now));
  }

  if (given.has("--json")) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& row : rows) list.push_back(json_of(row, now));
    std::printf("%s\n", list.dump(2).c_str());
  } else if (rows.empty()) {
    std::printf("no profiles in %s\n", escaped(places.configuration).c_str());
  } else {
    print_table(rows, now);
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
        "Says what each profile is, what state its token is in and how much life it has left. Asks no "
        "provider, and shows no secret.",
    .example = "jeton status",
    .arguments = arguments,
    .options = options,
    .run = run};

}  // namespace jeton
