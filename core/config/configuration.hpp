#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/places.hpp"
#include "config/profile.hpp"

namespace jeton {

/// Finds the plugin that a profile names. Throws Error(plugin) or Error(configuration) that says why there is none.
using FindProvider = std::function<const Provider&(const std::string& name)>;

/// A profile's table, or what is wrong with it. Where its `urls` could be read they are there in either case, so that a
/// request for them is answered with the reason.
struct ProfileEntry {
  std::string name;
  std::expected<Profile, ProfileTrouble> profile;
  std::vector<UrlPattern> urls;
  std::string provider;  ///< as written, if it is
};

struct Configuration {
  std::vector<ProfileEntry> profiles;
  bool stores_git_logins = false;
};

/// Which profiles to read: an exchange needs one, and does not pay for loading the others' plugins.
using WantProfile = std::function<bool(const std::string& name)>;

/// Reads the file; no file is an empty configuration. Throws Error(configuration) where it does not parse, is no file,
/// belongs to somebody else, can be written by others, or holds a literal secret and can be read by others.
Configuration read_configuration(const Places& places, const FindProvider& find_provider, const WantProfile& want);

}  // namespace jeton
