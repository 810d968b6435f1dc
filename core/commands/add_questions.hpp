#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "commands/command.hpp"
#include "config/new_profile.hpp"
#include "config/profile.hpp"

namespace jeton {

/// Who can be asked for what the command line does not say.
enum class Asking : std::uint8_t { person, nobody };

/// A profile that is to be added.
struct NewProfile {
  std::string name;
  std::string provider;
  std::vector<NewSetting> settings;  ///< without the provider

  bool has(std::string_view key) const;
};

/// The setting of that name, one of the plugin's own or everybody's; nothing where there is none.
const Setting* find_setting(std::span<const Setting> own, std::string_view key);

/// Throws Error(usage) where a profile cannot be called that, and Error(configuration) where one is.
void check_new_name(const std::string& name, const Places& places);

/// Its table's lines, the provider first.
std::vector<NewSetting> all_settings(const NewProfile& profile);

/// What the profile would be, or what is wrong with it.
using CheckProfile = std::function<std::expected<Profile, ProfileTrouble>()>;

/// Asks on the terminal for name, provider and settings that are not there yet, each in the provider's words, until
/// `check` has nothing against the profile; then shows it. Secrets are not asked for. Throws Error where what was not
/// asked for is wrong, and Error(usage) where standard input ends before.
void ask_for_missing(NewProfile& profile, Session& session, const CheckProfile& check);

}  // namespace jeton
