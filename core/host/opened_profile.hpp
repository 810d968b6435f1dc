#pragma once

#include <memory>
#include <string>

#include "base/places.hpp"
#include "base/text.hpp"
#include "config/configuration.hpp"
#include "host/plugin_call.hpp"
#include "host/plugins.hpp"
#include "host/redaction.hpp"
#include "routes/routes.hpp"
#include "store/request_log.hpp"
#include "store/seal.hpp"
#include "store/secret_store.hpp"
#include "token/token_cache.hpp"

namespace jeton {

/// A profile with its provider and with what is kept for it.
struct OpenedProfile {
  Profile profile;
  const Provider& provider;
  ProfileRoute route;
  TokenCache cache;
  std::unique_ptr<const Seal> seal;
  SecretStore store;
  RequestLog log;
};

/// Throws Error where there is no such profile, or it cannot be used.
OpenedProfile open_profile(const Places& places, Plugins& plugins, const Environment& environment,
                           const std::string& name);

/// What the configuration says of how the secret store is encrypted.
std::unique_ptr<const Seal> seal_of(const Configuration& configuration, const Places& places,
                                    const Environment& environment);

/// Nobody's fault but the plugin's: what it throws costs its own profile an error, without what it was given.
template <class Call>
auto call_plugin(const Profile& profile, const Redaction& redaction, const Call& call) {
  try {
    return call();
  } catch (const std::exception& error) {
    throw Error(Status::plugin,
                "the plugin " + profile.provider + " broke: " + printable(redaction(error.what())) + plugin_remedy);
  }
}

}  // namespace jeton
