#include "host/opened_profile.hpp"

#include "config/secret.hpp"
#include "host/compile.hpp"

namespace jeton {

std::unique_ptr<const Seal> seal_of(const Configuration& configuration, const Places& places,
                                    const Environment& environment) {
  if (!configuration.store_key) return std::make_unique<NoSeal>();
  const auto read_key = [source = *configuration.store_key, environment] {
    std::vector<Source> sources;
    return read_secret(source, "[store] key", secret_patience(), environment, sources);
  };
  return std::make_unique<KeySeal>(places.state, read_key);
}

OpenedProfile open_profile(const Places& places, Plugins& plugins, const Environment& environment,
                           const std::string& name) {
  const auto find = [&](const std::string& provider) -> const Provider& { return plugins.find(provider); };
  const ConfigurationFile file(places);
  const auto configuration = file.read(find, [&](const std::string& other) { return other == name; });
  if (configuration.profiles.empty()) {
    throw Error(Status::configuration, no_such_profile(name, file.profiles(), places.configuration));
  }
  const auto& entry = configuration.profiles.front();
  if (!entry.profile) throw Error(entry.profile.error().status, entry.profile.error().message);
  auto seal = seal_of(configuration, places, environment);
  const auto& sealed_by = *seal;
  return {.profile = *entry.profile,
          .provider = plugins.find(entry.profile->provider),
          .route = route_of(entry, configuration.store_key),
          .cache = TokenCache(places.cache),
          .seal = std::move(seal),
          .store = SecretStore(places.state, sealed_by),
          .log = RequestLog(places.state, configuration.logs_requests ? RequestLog::Kept::yes : RequestLog::Kept::no)};
}

}  // namespace jeton
