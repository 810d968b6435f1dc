#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/places.hpp"
#include "config/profile.hpp"

namespace jeton {

/// A table beside the profiles, and its keys.
struct FurtherTable {
  std::string_view name;
  std::span<const Setting> keys;
};
std::span<const FurtherTable> further_tables();

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
  bool logs_requests = true;
  std::optional<SecretSource> store_key;  ///< what the secret store is encrypted with, if it is
};

/// Which profiles to read: an exchange needs one, and does not pay for loading the others' plugins.
using WantProfile = std::function<bool(const std::string& name)>;

/// The configuration's file: parsed, and checked as far as that takes no plugin.
class ConfigurationFile {
 public:
  /// No file is an empty configuration. Throws Error(configuration) where it does not parse, is no file, belongs to
  /// somebody else, can be written by others, or holds a literal secret and can be read by others.
  explicit ConfigurationFile(const Places& places);
  /// The same for a file that has been read.
  ConfigurationFile(const Places& places, UserFile file);
  ConfigurationFile(const ConfigurationFile&) = delete;
  ConfigurationFile& operator=(const ConfigurationFile&) = delete;
  ~ConfigurationFile();

  /// The names of its profiles.
  std::vector<std::string> profiles() const;

  /// The plugins that they name.
  std::set<std::string> providers() const;

  Configuration read(const FindProvider& find_provider, const WantProfile& want) const;

 private:
  struct Parsed;
  Places places_;
  std::unique_ptr<const Parsed> parsed_;
};

/// The same at once, for who reads it once.
Configuration read_configuration(const Places& places, const FindProvider& find_provider, const WantProfile& want);

}  // namespace jeton
