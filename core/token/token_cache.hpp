#pragma once

#include <optional>
#include <string>

#include "base/file.hpp"
#include "routes/routes.hpp"
#include "token/access_token.hpp"

namespace jeton {

/// Access tokens that can be asked for again, the marks by which they are recognised, and the routes. Each file's
/// modification time says until when it is of use; the host removes it after that.
class TokenCache {
 public:
  /// Folders are opened as they are needed, and made by the first call that writes.
  explicit TokenCache(std::string path) : path_(std::move(path)) {}

  std::optional<AccessToken> load(const ProfileRoute& profile) const;
  void save(const ProfileRoute& profile, const AccessToken& token) const;
  void forget(const ProfileRoute& profile) const;
  /// Every token of the profile, whatever it was like when it was asked for.
  void forget_all(const std::string& profile) const;

  /// A token is known by its fingerprint, for as long as it lives, however often it was replaced since.
  bool was_issued(const std::string& fingerprint) const;
  bool is_rejected(const std::string& fingerprint) const { return rejected_at(fingerprint).has_value(); }
  std::optional<Seconds> rejected_at(const std::string& fingerprint) const;
  /// Any number of callers may report the same token; the first report counts.
  void reject(const AccessToken& token, Seconds now) const;
  /// Takes that back: somebody says that the token is good after all.
  void accept(const std::string& fingerprint) const;

  std::optional<Mapping> load_routes(const std::string& configuration) const;
  void save_routes(const std::string& configuration, const std::string& text) const;

  /// True once an hour, for the one caller who is to have the cache cleaned. A new cache has nothing to clean.
  bool claim_cleaning(Seconds now) const;
  /// Removes what is of no use any more. Takes time with every file that there is.
  void clean(Seconds now) const;

 private:
  const Folder* folder() const;
  const Folder& made_folder() const;

  std::string path_;
  mutable std::optional<Folder> folder_;
};

}  // namespace jeton
