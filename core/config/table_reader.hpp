#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "config/profile.hpp"
#include "config/toml.hpp"

namespace jeton {

/// What is wrong with a key of a profile, or with its not being there.
class KeyError : public Error {
 public:
  KeyError(Status status, const std::string& place, std::string_view key, const std::string& reason)
      : Error(status, place + reason), key_(key), reason_(reason) {}
  const std::string& key() const { return key_; }
  /// The message without the line.
  const std::string& reason() const { return reason_; }

 private:
  std::string key_;
  std::string reason_;
};

/// A profile's table in the configuration file. Each reader returns nothing (or what is empty) for a key that is not
/// there and throws KeyError(configuration) that names file, line, profile and key for one of another type.
class TableReader {
 public:
  TableReader(const std::string& file, const std::string& profile, const toml::table& table)
      : file_(file), profile_(profile), table_(table) {}

  const std::string& profile() const { return profile_; }
  bool has(std::string_view key) const { return table_.contains(key); }
  /// Every key is one of these; one that is not is an error that names the nearest.
  void allow(std::span<const std::string_view> known) const;

  std::optional<std::string> text(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  Settings::Table table(std::string_view key) const;
  std::optional<Seconds> duration(std::string_view key) const;
  /// One of the choices; the first where the key is not there.
  std::string choice(std::string_view key, std::span<const std::string_view> choices) const;
  std::optional<SecretSource> secret(std::string_view key, const std::string& home, const std::string& folder) const;
  /// What the setting's kind says; for a secret, that it is there: an empty text.
  std::optional<Settings::Value> value(const Setting& setting) const;

  [[noreturn]] void fail(std::string_view key, const std::string& trouble, Status status = Status::configuration) const;
  [[noreturn]] void fail_missing(std::string_view key) const;

 private:
  std::string place(std::string_view key) const;

  const std::string& file_;
  const std::string& profile_;
  const toml::table& table_;
};

/// An endpoint of the provider is https, or http on loopback.
void check_endpoint(const TableReader& table, std::string_view key, const std::string& url);

/// What a plugin may want to know: its own settings, and those of everybody that shape a service.
Settings read_settings(const TableReader& table, std::span<const Setting> own);

/// True if a key that wants a secret, whatever its plugin, has it as plain text anywhere in the file.
bool has_literal_secret(const toml::table& root);

}  // namespace jeton
