#pragma once

#include <map>
#include <optional>
#include <string>

#include "config/configuration.hpp"
#include "host/plugins.hpp"
#include "temporary_folder.hpp"

namespace jeton {

/// A configuration file in a folder of its own, read with the plugins of the build tree.
class TestConfiguration {
 public:
  explicit TestConfiguration(const std::string& text, mode_t mode = 0600)
      : path_(folder_.write("config.toml", text, mode)) {}

  Configuration read() {
    return read_configuration(
        {.home = folder_ / "home", .configuration = path_, .cache = {}, .state = {}},
        [&](const std::string& name) -> const Provider& { return plugins_.find(name); },
        [](const std::string& /*name*/) { return true; });
  }

  const std::string& path() const { return path_; }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
  std::string path_;
  Plugins plugins_{JETON_PLUGIN_FOLDER};
};

/// An empty secret store.
inline std::optional<std::string> nothing_stored(const std::string& /*key*/) {
  return std::nullopt;
}

/// Variables in place of the process's own.
inline Environment variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

}  // namespace jeton
