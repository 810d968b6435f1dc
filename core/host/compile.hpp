#pragma once

#include <string>

#include "base/places.hpp"
#include "config/configuration.hpp"
#include "host/plugins.hpp"
#include "routes/routes.hpp"
#include "token/token_cache.hpp"

namespace jeton {

/// What the front may know of a profile, in a configuration whose secret store has that key, if any.
ProfileRoute route_of(const ProfileEntry& entry, const std::optional<SecretSource>& store_key);

/// Makes the routes from configuration and plugins and keeps them in the cache, where it can be written. Throws
/// Error(configuration) for a configuration that cannot be used at all.
std::string compile(const Places& places, Plugins& plugins, const TokenCache& cache);

/// The kept routes where they are up to date, else new ones.
std::string current_routes(const Places& places, Plugins& plugins, const TokenCache& cache);

/// What routes are stamped with beside the files they came from.
std::string program_version();

}  // namespace jeton
