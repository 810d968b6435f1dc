#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jeton/settings.hpp"

namespace jeton {

/// A key of a profile that is being written, and its value as TOML.
struct NewSetting {
  std::string key;
  std::string value;
};

/// The key's setting; nothing for a key that no setting has.
using FindSetting = std::function<const Setting*(std::string_view key)>;

/// `KEY=VALUE`, where VALUE is TOML if that is what the key wants, and else a string, or an array of its words.
/// `TABLE.KEY=VALUE` is an entry of a table, and `SECRET.FORM=VALUE` says where a secret is. Throws Error(usage) for
/// what is no such thing, and, without showing it, for a literal secret; `profile` is for what to do instead.
NewSetting read_assignment(std::string_view text, const std::string& profile, const FindSetting& find);

/// The value of a key as TOML: the same for the two apart.
std::string value_as_toml(std::string_view value, const std::string& key, const std::string& profile,
                          const Setting* setting);

/// What a plugin may know of a profile with these settings. Throws Error(configuration) where one is not what it wants.
Settings read_new_settings(std::span<const NewSetting> settings, std::span<const Setting> own);

/// The profile's table as it goes into the configuration, without an empty line around it.
std::string profile_table(const std::string& name, std::span<const NewSetting> settings);

/// The configuration's text with the table at its end, an empty line before it, and line ends as the text has them.
/// Nothing of the text is changed.
std::string with_table(std::string_view text, const std::string& table);

}  // namespace jeton
