#include "config/new_profile.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/table_reader.hpp"
#include "config/toml.hpp"

namespace jeton {
namespace {

/// The value, if the text is one TOML value and nothing else.
std::optional<toml::node_type> toml_type(std::string_view text) {
  if (text.find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
  try {
    const auto table = toml::parse("v = " + std::string(text));
    return table.size() == 1 ? std::optional(table["v"].type()) : std::nullopt;
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
}

/// As a basic string (TOML 1.0).
std::string quoted_toml(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7f) {
      out += {'\\', 'u', '0', '0', digits[byte >> 4U], digits[byte & 15U]};
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string quoted_words(std::string_view text) {
  std::string out;
  for (const auto word : split(text, ' ')) {
    if (!trim(word).empty()) out += (out.empty() ? "" : ", ") + quoted_toml(trim(word));
  }
  return out;
}

bool is_bare_key(std::string_view key) {
  const auto ordinary = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  return !key.empty() && !key.starts_with('.') && !key.ends_with('.') && !key.contains("..") &&
         std::ranges::all_of(key, ordinary);
}

[[noreturn]] void refuse_secret(const std::string& key, const std::string& profile) {
  throw Error(Status::usage, key +
                                 " would be seen by others here; leave it out, and afterwards run: jeton secret set " +
                                 profile + ' ' + key + ", or say where it is, such as " + key + ".env=VARIABLE");
}

std::string in_toml(std::string_view value, const std::string& key, const std::string& profile,
                    const Setting* setting) {
  const auto type = toml_type(value);
  switch (setting == nullptr ? Setting::Kind::text : setting->kind) {
    case Setting::Kind::text:
    case Setting::Kind::url:
    case Setting::Kind::choice: {
      auto text = type == toml::node_type::string ? std::string(value) : quoted_toml(value);
      if (key == "proxy" && text.contains('@')) {
        throw Error(
            Status::usage,
            "proxy has a user name in it, which would be seen by others here; add it to the configuration by hand");
      }
      return text;
    }
    case Setting::Kind::texts:
      if (type == toml::node_type::array) return std::string(value);
      return '[' + (type == toml::node_type::string ? std::string(value) : quoted_words(value)) + ']';
    case Setting::Kind::secret:
      if (type != toml::node_type::table) refuse_secret(key, profile);
      return std::string(value);
    case Setting::Kind::boolean:
    case Setting::Kind::table: return type ? std::string(value) : quoted_toml(value);
  }
  return {};
}

}  // namespace

std::string value_as_toml(std::string_view value, const std::string& key, const std::string& profile,
                          const Setting* setting) {
  auto written = in_toml(value, key, profile, setting);
  if (!toml_type(written)) throw Error(Status::usage, "the value of " + key + " is not UTF-8 text");
  return written;
}

NewSetting read_assignment(std::string_view text, const std::string& profile, const FindSetting& find) {
  const auto equals = text.find('=');
  const std::string key(trim(text.substr(0, equals)));
  // What has no `=` may be a value whose key was forgotten, so it is not shown.
  if (equals == std::string_view::npos) throw Error(Status::usage, "what stands behind the name is KEY=VALUE each");
  // Nor is what cannot be a key.
  if (!is_bare_key(key))
    throw Error(Status::usage, "what stands before one of the \"=\" is no key; run: man jeton.toml");
  const auto dot = key.find('.');
  const auto* setting = find(key.substr(0, dot));
  if (dot != std::string::npos) {
    static constexpr Setting command{.kind = Setting::Kind::texts};
    setting =
        setting != nullptr && setting->kind == Setting::Kind::secret && key.ends_with(".command") ? &command : nullptr;
  }
  return {.key = key, .value = value_as_toml(trim(text.substr(equals + 1)), key, profile, setting)};
}

Settings read_new_settings(std::span<const NewSetting> settings, std::span<const Setting> own) {
  std::string text;
  for (const auto& setting : settings) text += setting.key + " = " + setting.value + '\n';
  const std::string none;
  try {
    const auto table = toml::parse(text);
    return read_settings(TableReader(none, none, table), own);
  } catch (const KeyError& error) {
    throw Error(error.status(), error.reason());
  }
}

std::string profile_table(const std::string& name, std::span<const NewSetting> settings) {
  // A name may have dots in it, which would be tables in a bare key.
  std::string out = "[profile." + (name.contains('.') ? quoted_toml(name) : name) + "]\n";
  std::size_t widest = 0;
  for (const auto& setting : settings) widest = std::max(widest, setting.key.size());
  for (const auto& setting : settings) {
    out += setting.key + std::string(widest - setting.key.size(), ' ') + " = " + setting.value + '\n';
  }
  return out;
}

std::string with_table(std::string_view text, const std::string& table) {
  const bool has_crlf = text.contains("\r\n");
  std::string added;
  if (!text.empty() && !text.ends_with('\n')) added += '\n';
  if (!trim(text).empty()) added += '\n';
  added += table;
  std::string out(text);
  for (const char c : added) {
    if (c == '\n' && has_crlf) out += '\r';
    out += c;
  }
  return out;
}

}  // namespace jeton
