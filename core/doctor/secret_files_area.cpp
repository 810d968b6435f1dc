#include <sys/stat.h>

#include <set>

#include "base/file.hpp"
#include "doctor/configuration_area.hpp"

namespace jeton {
namespace {

/// `who` needs the file to itself.
void examine_secret_file(const std::string& path, const std::string& who, Area& area) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    area.fail(who + ": " + path + " is not there; put it there, or take it out of the profile");
    return;
  }
  const auto trouble = writable_by_others(path, status.st_mode, status.st_uid);
  if (!trouble.empty()) {
    area.fail(who + ": " + trouble);
  } else if ((status.st_mode & (S_IRGRP | S_IROTH)) != 0) {
    area.warn(who + ": " + path + " can be read by others; run: chmod go-r " + quoted(path));
  }
}

/// What is trusted must be nobody else's to change; that others can read it is no matter.
void examine_trusted_file(const std::string& path, const std::string& who, Area& area) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    area.fail(who + ": " + path + " is not there; put it there, or take it out of the profile");
    return;
  }
  const bool systems = status.st_uid == 0;
  const auto trouble = systems ? std::string() : writable_by_others(path, status.st_mode, status.st_uid);
  if (!trouble.empty()) area.warn(who + ": " + trouble);
}

}  // namespace

Area examine_secret_files(const Configuration& configuration) {
  Area area{.name = "secrets", .summary = {}, .findings = {}};
  std::set<std::string> seen;
  const auto examine = [&](auto& examine_file, const std::string& path, const std::string& who) {
    if (!path.empty() && seen.insert(path).second) examine_file(path, who, area);
  };
  for (const auto& entry : configuration.profiles) {
    if (!entry.profile) continue;
    const auto& profile = *entry.profile;
    examine(examine_secret_file, profile.credentials_file, profile.name);
    examine(examine_secret_file, profile.connection.client_key, profile.name);
    examine(examine_trusted_file, profile.connection.client_certificate, profile.name);
    examine(examine_trusted_file, profile.connection.ca_file, profile.name);
    for (const auto& [key, source] : profile.secrets) {
      if (const auto* const file = std::get_if<SecretSource::File>(&source.from)) {
        examine(examine_secret_file, file->path, profile.name);
      }
    }
  }
  if (const auto& key = configuration.store_key) {
    if (const auto* const file = std::get_if<SecretSource::File>(&key->from)) {
      examine(examine_secret_file, file->path, "[store] key");
    }
  }
  const auto count = seen.size();
  area.summary = count == 0 ? "in no files of your own" : std::to_string(count) + (count == 1 ? " file" : " files");
  return area;
}

}  // namespace jeton
