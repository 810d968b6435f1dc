#pragma once

#include <optional>

#include "base/places.hpp"
#include "config/configuration.hpp"
#include "doctor/finding.hpp"
#include "host/plugins.hpp"

namespace jeton {

/// The configuration as it was read with every plugin tried out; nothing where it cannot be.
struct ExaminedConfiguration {
  Area area;
  std::optional<Configuration> configuration;
};
ExaminedConfiguration examine_configuration(const Places& places, Plugins& plugins, const Environment& environment);

/// Whether each secret is where the configuration says, and who can read and change the files that secrets, keys and
/// certificates are in. No program is asked for one.
Area examine_secrets(const Configuration& configuration, const Places& places, const Environment& environment);

/// How the secret store and the cache are kept, and whether each of their files is fit to be used.
Area examine_store(const Places& places, const std::optional<Configuration>& configuration);

/// Whether each installed plugin, and each that the configuration names by its path, can be loaded.
Area examine_plugins(const Configuration& configuration, Plugins& plugins);

/// Asks each token endpoint's server for its time, with the profile's own way there and without credentials: who can be
/// reached, by which certificates and proxies, and what this machine's clock is like.
Area examine_endpoints(const Configuration& configuration, const Environment& environment);

}  // namespace jeton
