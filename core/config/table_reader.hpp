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

/// A profile's table in the configuration file. Each reader returns nothing (or what is empty) for a key that is not
/// there and throws Error(configuration) that names file, line, profile and key for one of another type.
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

/// True if a key that wants a secret, whatever its plugin, has it as plain text anywhere in the file.
bool has_literal_secret(const toml::table& root);

}  // namespace jeton
