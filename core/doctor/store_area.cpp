#include "base/file.hpp"
#include "doctor/configuration_area.hpp"

namespace jeton {
namespace {

/// Each file is looked at as it is when it is used.
void examine_folder(const std::string& path, Area& area) {
  try {
    const auto folder = Folder::open(path);
    if (!folder) return;
    for (const auto& name : folder->names()) {
      if (name == "." || name == "..") continue;
      try {
        folder->size(name);
        folder->map(name);
      } catch (const Error& error) {
        area.fail(error.what());
      }
    }
  } catch (const Error& error) {
    area.fail(error.what());
  }
}

std::string key_in_words(const SecretSource& key) {
  if (std::holds_alternative<SecretSource::File>(key.from)) return "a file";
  if (std::holds_alternative<SecretSource::Credential>(key.from)) return "systemd's credentials";
  return "a program";
}

}  // namespace

Area examine_store(const Places& places, const std::optional<Configuration>& configuration) {
  Area area{.name = "store", .summary = places.state, .findings = {}};
  examine_folder(places.state, area);
  examine_folder(places.cache, area);
  if (!configuration) return area;
  if (configuration->store_key) {
    area.summary += ", encrypted with a key from " + key_in_words(*configuration->store_key);
  } else {
    area.summary += ", not encrypted";
    area.note(
        "the store is for you alone to read, and not encrypted: that keeps other users out, not a stolen disk, a "
        "backup or a program of yours; [store] key = … in the configuration encrypts it (man jeton.toml)");
  }
  return area;
}

}  // namespace jeton
