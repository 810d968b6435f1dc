#include <sys/stat.h>
#include <unistd.h>

#include <set>

#include "base/file.hpp"
#include "config/secret.hpp"
#include "doctor/configuration_area.hpp"
#include "host/opened_profile.hpp"
#include "host/static_token.hpp"
#include "setup/tool_files.hpp"

namespace jeton {
namespace {

class Examination {
 public:
  Examination(const Configuration& configuration, const Places& places, const Environment& environment)
      : configuration_(configuration),
        environment_(environment),
        seal_(seal_of(configuration, places, environment)),
        store_(places.state, *seal_) {}

  Area area() {
    if (const auto& key = configuration_.store_key) examine_store_key(*key);
    for (const auto& entry : configuration_.profiles) {
      if (entry.profile) examine_profile(*entry.profile);
    }
    const auto count = seen_.size();
    area_.summary = count == 0 ? "in no files of your own" : std::to_string(count) + (count == 1 ? " file" : " files");
    return std::move(area_);
  }

 private:
  bool is_new(const std::string& path) { return !path.empty() && seen_.insert(path).second; }

  /// What is there to be read is no matter here if it cannot be: that is said where it is read.
  void examine_readers(const std::string& path, const std::string& who) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0 || (status.st_mode & (S_IRGRP | S_IROTH)) == 0) return;
    area_.warn(who + ": " + path + " can be read by others; run: chmod go-r " + quoted(path));
  }

  /// What decides whom a connection trusts must be nobody else's to change.
  void examine_trusted(const std::string& path, const std::string& who) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
      area_.fail(who + ": " + path + " is not there; put it there, or take it out of the profile");
      return;
    }
    const auto trouble = status.st_uid == 0 ? std::string() : writable_by_others(path, status.st_mode, status.st_uid);
    if (!trouble.empty()) area_.warn(who + ": " + trouble);
  }

  /// A program is not run, since it might ask a person.
  void examine_source(const SecretSource& source, const std::string& who) {
    if (const auto* const file = std::get_if<SecretSource::File>(&source.from)) {
      if (is_new(file->path)) examine_readers(file->path, who);
    } else if (const auto* const command = std::get_if<SecretSource::Command>(&source.from)) {
      const auto& program = command->arguments.front();
      const bool is_path = program.contains('/');
      if (is_path ? ::access(program.c_str(), X_OK) == 0 : is_on_path(program, environment_)) return;
      area_.fail(who + ": " + program + (is_path ? " cannot be run" : " is not on PATH") +
                 "; install it, or say in the configuration where it is");
    }
  }

  void examine_store_key(const SecretSource& key) {
    const std::string who = "[store] key";
    examine_source(key, who);
    if (std::holds_alternative<SecretSource::Command>(key.from)) return;
    try {
      std::vector<Source> sources;
      read_secret(key, who, secret_patience(), environment_, sources);
    } catch (const Error& error) {
      area_.fail(error.what());
    }
  }

  void examine_profile(const Profile& profile) {
    examine_reading(profile);
    for (const auto& [key, source] : profile.secrets) examine_source(source, profile.name + ": " + key);
    if (is_new(profile.credentials_file)) examine_readers(profile.credentials_file, profile.name);
    const auto& connection = profile.connection;
    if (is_new(connection.client_key)) {
      examine_trusted(connection.client_key, profile.name);
      examine_readers(connection.client_key, profile.name);
    }
    if (is_new(connection.client_certificate)) examine_trusted(connection.client_certificate, profile.name);
    if (is_new(connection.ca_file)) examine_trusted(connection.ca_file, profile.name);
  }

  /// All that goes into a token request, but for what a program says.
  void examine_reading(Profile profile) {
    const SecretSource unknown{SecretSource::Literal{"what-a-program-would-say"}};
    for (auto& [key, source] : profile.secrets) {
      if (std::holds_alternative<SecretSource::Command>(source.from)) source = unknown;
    }
    try {
      std::vector<Source> sources;
      const auto find = [&](const std::string& key) { return find_stored(profile.name, key); };
      const auto client = read_client(profile, environment_, find, sources);
      if (profile.service.grant == GrantType::static_token) static_token_of(client, profile.name);
    } catch (const Error& error) {
      area_.fail(profile.name + ": " + error.what());
    }
  }

  /// Where a program has the store's key, nobody knows what is in the store.
  std::optional<std::string> find_stored(const std::string& profile, const std::string& key) const {
    const auto& source = configuration_.store_key;
    if (source && std::holds_alternative<SecretSource::Command>(source->from)) return "what-may-be-stored";
    return store_.find_secret(profile, key);
  }

  const Configuration& configuration_;
  const Environment& environment_;
  std::unique_ptr<const Seal> seal_;
  SecretStore store_;
  std::set<std::string> seen_;
  Area area_{.name = "secrets", .summary = {}, .findings = {}};
};

}  // namespace

Area examine_secrets(const Configuration& configuration, const Places& places, const Environment& environment) {
  return Examination(configuration, places, environment).area();
}

}  // namespace jeton
