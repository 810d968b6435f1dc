#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/file.hpp"
#include "store/seal.hpp"

namespace jeton {

/// What a person's consent brought.
struct StoredGrant {
  std::string refresh_token;    ///< empty: the provider gave none
  std::string access_token;     ///< AccessToken::text(), where only a person can replace it
  std::string rejected;         ///< the fingerprint of an access token that a server did not accept
  std::string refused_because;  ///< why the provider calls the refresh token invalid; it is kept, aside
};

/// How a grant stands, for those who may not see it.
enum class Standing { none, usable, refused };
Standing standing(const StoredGrant& grant);

/// What is kept for a profile: secrets by their keys, and grants by what they belong to (their token endpoint and
/// client).
struct ProfileSecrets {
  std::map<std::string, std::string> secrets;
  std::map<std::string, StoredGrant> grants;

  ~ProfileSecrets();
};

/// What a profile's file holds, once it is opened.
ProfileSecrets secrets_of(const Record& record);
Record record_of(const ProfileSecrets& secrets);

/// One file for each profile, durable. Callers that change one hold the profile's lock, from reading it to writing it.
class SecretStore {
 public:
  SecretStore(std::string path, const Seal& seal) : path_(std::move(path)), seal_(seal) {}

  /// Empty where there is none. Throws Error(storage) for a file that cannot be read.
  ProfileSecrets load(const std::string& profile) const;
  /// The profile's secret with that key; nothing where it is not there.
  std::optional<std::string> find_secret(const std::string& profile, const std::string& key) const;
  void save(const std::string& profile, const ProfileSecrets& secrets) const;

  /// How the grants stand: to be had without the key.
  std::map<std::string, Standing> standings(const std::string& profile) const;

 private:
  std::string path_;
  const Seal& seal_;
};

}  // namespace jeton
