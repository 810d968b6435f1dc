#pragma once

#include <string>
#include <vector>

#include "base/places.hpp"
#include "host/login.hpp"
#include "host/plugins.hpp"

namespace jeton {

enum class OutputFormat { text, json };

/// `jeton status`: what each profile is and what state its token is in; never a secret, never the network.
int show_status(const Places& places, Plugins& plugins, const std::vector<std::string>& names, OutputFormat format);

/// `jeton login`: gets the user's consent, where the grant needs one, and keeps what comes of it.
int log_in(const Places& places, Plugins& plugins, const Environment& environment, const LoginOptions& options);

/// `jeton logout`: forgets the profile's tokens, after revoking them where the provider has an endpoint for that.
int log_out(const Places& places, Plugins& plugins, const Environment& environment, const std::string& name);

/// `jeton secret set` and `jeton secret unset`.
struct SecretName {
  std::string profile;
  std::string key;
};
int set_secret(const Places& places, Plugins& plugins, const Environment& environment, const SecretName& which);
int unset_secret(const Places& places, Plugins& plugins, const Environment& environment, const SecretName& which);

/// `jeton plugins`: every plugin of the installed folder and of the configuration, and why one cannot be loaded.
int show_plugins(const Places& places, Plugins& plugins);

}  // namespace jeton
