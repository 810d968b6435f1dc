#include "host/compile.hpp"

#include <algorithm>

#include "base/time.hpp"
#include "base/trace.hpp"
#include "host/kept_grant.hpp"
#include "host/plugin_trial.hpp"

namespace jeton {
namespace {

/// A client's id may be in its credentials file; then its grant cannot be told from another's before that is read.
std::string consent_of(const Profile& profile) {
  if (!profile.needs_consent()) return {};
  return profile.client_id.empty() ? std::string(any_grant) : grant_id(profile.service.token_url, profile.client_id);
}

/// True if the profile's secrets or grants are in the store, whose own key a program gives: that may ask a person, too.
bool asks_for_store(const Profile& profile, const std::optional<SecretSource>& store_key) {
  return store_key && std::holds_alternative<SecretSource::Command>(store_key->from) &&
         (profile.needs_consent() || !profile.secrets.contains("client_secret"));
}

}  // namespace

std::string program_version() {
  return JETON_VERSION;
}

ProfileRoute route_of(const ProfileEntry& entry, const std::optional<SecretSource>& store_key) {
  ProfileRoute route{.name = entry.name, .urls = entry.urls, .provider = entry.provider};
  if (!entry.profile) {
    route.trouble_status = entry.profile.error().status;
    route.trouble = entry.profile.error().message;
    return route;
  }
  const Profile& profile = *entry.profile;
  // Once for the secret's program, twice for the request, and a little for the machine.
  constexpr Seconds secret_and_slack = 75;
  route.id = profile.id();
  route.username = profile.username;
  route.names_username = profile.names_username;
  route.git_auth = profile.git_auth;
  route.api_headers = profile.api_headers;
  route.min_validity = profile.min_validity;
  route.renews_in_background = !profile.asks_a_program() && !asks_for_store(profile, store_key);
  route.consent = consent_of(profile);
  route.patience = 2 * profile.connection.timeout + secret_and_slack;
  return route;
}

std::string compile(const Places& places, Plugins& plugins, const TokenCache& cache) {
  const auto started = clock_ns();
  RouteTable table{.files = {places.configuration}};
  std::vector<Stamp> stamps{Stamp::of(places.configuration)};
  const ConfigurationFile file(places);
  const auto every = [](const std::string& /*profile*/) { return true; };
  try_out_plugins(plugins, file.providers(), [&](const FindProvider& find) { file.read(find, every); });
  const auto find = [&](const std::string& name) -> const Provider& {
    const auto plugin = plugins.file_of(name);
    if (std::ranges::find(table.files, plugin) == table.files.end()) {
      table.files.push_back(plugin);
      stamps.push_back(Stamp::of(plugin));
    }
    return plugins.find(name);
  };
  const auto configuration = file.read(find, every);
  table.stores_git_logins = configuration.stores_git_logins;
  table.store_is_encrypted = configuration.store_key.has_value();
  for (const auto& entry : configuration.profiles) {
    table.profiles.push_back(route_of(entry, configuration.store_key));
    const auto plugin = std::ranges::find(table.files, plugins.file_of(entry.provider));
    if (plugin != table.files.end()) {
      table.profiles.back().plugin = static_cast<std::size_t>(plugin - table.files.begin());
    }
  }

  auto text = compile_routes(table, stamps, program_version(), started);
  try {
    cache.save_routes(places.configuration, text);
  } catch (const Error& error) {
    trace(std::string("routes are not kept: ") + error.what());
  }
  return text;
}

std::string current_routes(const Places& places, Plugins& plugins, const TokenCache& cache) {
  const auto since = clock_ns();
  if (const auto kept = cache.load_routes(places.configuration)) {
    const auto routes = Routes::parse(kept->text());
    if (routes && routes->up_to_date(program_version(), since) && routes->files_unchanged()) {
      return std::string(kept->text());
    }
  }
  return compile(places, plugins, cache);
}

}  // namespace jeton
