#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/process.hpp"
#include "harness/temporary_folder.hpp"

namespace jeton::e2e {

/// Somebody who has jeton on PATH, an empty home, and nothing else of this machine's settings.
class User {
 public:
  User();

  const std::filesystem::path& home() const { return home_.path(); }
  std::filesystem::path configuration_file() const { return home() / ".config/jeton/config.toml"; }
  std::filesystem::path cache() const { return home() / ".cache/jeton"; }
  std::filesystem::path state() const { return home() / ".local/state/jeton"; }

  void set(const std::string& variable, const std::string& value) { environment_[variable] = value; }
  void unset(const std::string& variable) { environment_.erase(variable); }
  void put_on_path(const std::filesystem::path& folder);

  /// Writes the configuration, in place.
  void configure(std::string_view toml) const { write_file(configuration_file(), toml); }

  Outcome run(std::vector<std::string> arguments, std::string input = {}) const;
  /// With bash, as typed.
  Outcome shell(const std::string& script) const;
  /// As `run`, without waiting for the end.
  Process start(std::vector<std::string> arguments, std::string input = {},
                Process::Input end = Process::Input::ends_at_once) const;

  /// Every regular file below a folder of this home.
  static std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);

 private:
  Call call(std::vector<std::string> arguments, std::string input) const;

  TemporaryFolder home_;
  Environment environment_;
};

/// The build tree's programs, laid out as an installed tree.
std::filesystem::path stage();

}  // namespace jeton::e2e
