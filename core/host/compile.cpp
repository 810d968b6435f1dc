#include "host/compile.hpp"

#include <algorithm>
#include <ctime>

#include "base/trace.hpp"
#include "host/plugin_trial.hpp"

namespace jeton {
namespace {

std::int64_t now_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

std::string program_version() {
  return JETON_VERSION;
}

ProfileRoute route_of(const ProfileEntry& entry) {
  ProfileRoute route{.name = entry.name, .urls = entry.urls};
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
  route.renews_in_background = !profile.asks_a_program();
  route.patience = 2 * profile.timeout + secret_and_slack;
  return route;
}

std::string compile(const Places& places, Plugins& plugins, const TokenCache& cache) {
  const auto started = now_ns();
  try_out_plugins(places, plugins);
  RouteTable table{.files = {places.configuration}};
  std::vector<Stamp> stamps{Stamp::of(places.configuration)};
  const auto find = [&](const std::string& name) -> const Provider& {
    const auto file = plugins.file_of(name);
    if (std::ranges::find(table.files, file) == table.files.end()) {
      table.files.push_back(file);
      stamps.push_back(Stamp::of(file));
    }
    return plugins.find(name);
  };
  const auto configuration = read_configuration(places, find, [](const std::string&) { return true; });
  table.stores_git_logins = configuration.stores_git_logins;
  for (const auto& entry : configuration.profiles) table.profiles.push_back(route_of(entry));

  auto text = compile_routes(table, stamps, program_version(), started);
  try {
    cache.save_routes(places.configuration, text);
  } catch (const Error& error) {
    trace(std::string("routes are not kept: ") + error.what());
  }
  return text;
}

}  // namespace jeton
