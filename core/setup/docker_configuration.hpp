#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace jeton {

/// An entry of `credHelpers`: which helper gives the login for a registry.
struct RegistryHelper {
  std::string registry;  ///< `registry.example.com:5000`, as images name it
  std::string suffix;    ///< the program is `docker-credential-SUFFIX`
  bool operator==(const RegistryHelper&) const = default;
};

/// What docker's config.json, or auth.json of podman and skopeo, says about credentials.
struct DockerConfiguration {
  std::vector<RegistryHelper> helpers;
  std::string store;                ///< `credsStore`, the helper for all other registries; podman and skopeo ignore it
  std::vector<std::string> logins;  ///< registries with a login in the file itself

  /// An empty text is an empty configuration. Throws Error(configuration), with the file's name to go in front, where
  /// it is no such configuration.
  static DockerConfiguration read(std::string_view text);
  /// The registry's helper, if it has one of its own.
  std::optional<std::string> helper_of(std::string_view registry) const;
};

/// True for helpers that `jeton setup docker` writes: `jeton` and `jeton-PROFILE`.
bool is_own(const RegistryHelper& helper);

/// The text with these helpers, and without jeton's own for any other registry. Not a byte besides is changed, and
/// with none of them, a text that had none comes out again.
std::string with_own_helpers(std::string_view text, const std::vector<RegistryHelper>& helpers);

}  // namespace jeton
