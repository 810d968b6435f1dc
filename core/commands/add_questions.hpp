#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "commands/command.hpp"
#include "config/new_profile.hpp"

namespace jeton {

/// Who can be asked for what the command line does not say.
enum class Asking : std::uint8_t { person, nobody };

/// A profile that is to be added.
struct NewProfile {
  std::string name;
  std::string provider;
  std::vector<NewSetting> settings;  ///< without the provider
};

/// Throws Error(usage) where a profile cannot be called that.
void check_new_name(const std::string& name);

/// Its table's lines, the provider first.
std::vector<NewSetting> all_settings(const NewProfile& profile);

/// Asks on the terminal for name, provider and settings that are not there yet, each in the provider's words, until
/// `check`, which throws Error, has nothing against the profile; then shows it. Secrets are not asked for. Throws
/// Error(usage) where standard input ends before.
void ask_for_missing(NewProfile& profile, Session& session, const std::function<void()>& check);

}  // namespace jeton
