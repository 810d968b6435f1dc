#include "commands/profile_status.hpp"

#include <algorithm>

#include "base/fingerprint.hpp"
#include "base/text.hpp"
#include "host/compile.hpp"
#include "store/hold_off.hpp"
#include "store/secret_store.hpp"
#include "token/freshness.hpp"
#include "token/token_cache.hpp"

namespace jeton {
namespace {

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
    status.sent_at = token->sent_at;
    status.expires_by = token->expires_by;
    if (token->replaceable && route.renews_in_background) status.renews_at = renews_at(*token);
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

}  // namespace

std::vector<ProfileStatus> profile_statuses(const Places& places, Plugins& plugins,
                                            const std::vector<std::string>& names, Seconds now) {
  const TokenCache cache(places.cache);
  const auto text = current_routes(places, plugins, cache);
  const auto routes = Routes::parse(text);
  if (!routes) throw Error(Status::storage, "the configuration could not be compiled");
  const NoSeal seal;  // how a grant stands is to be had without a key
  const SecretStore store(places.state, seal);
  const auto state = Folder::open(places.state);
  std::vector<ProfileStatus> statuses;
  for (const auto& name : names.empty() ? routes->names() : names) {
    const auto route = routes->find(name);
    if (!route) {
      throw Error(Status::configuration, name + ": " + no_such_profile(name, routes->names(), places.configuration));
    }
    statuses.push_back(status_of(*route, cache, store, state, now));
  }
  return statuses;
}

}  // namespace jeton
