#pragma once

#include <expected>
#include <optional>
#include <string>

#include "base/file.hpp"
#include "host/token_endpoint.hpp"
#include "store/journal.hpp"
#include "token/reply.hpp"

namespace jeton {

/// What a person's consent brought for a profile: in the secret store, and in a journal while it is being spent.
/// Whoever has one holds the profile's lock.
///
/// The order by which nothing is lost: room for the answer is reserved, durably; the request is sent; the raw answer is
/// durable; the plugin reads it; the refresh token is durable; the access token is in the cache; the journal goes.
class KeptGrant {
 public:
  /// Finishes what an earlier process has left in the journal. Throws Error(storage) for what cannot be read or
  /// written.
  KeptGrant(const OpenedProfile& of, const TokenEndpoint& endpoint, const Folder& state);

  const StoredGrant& stored() const { return stored_; }
  /// The token of an answer that an earlier process got and could not make use of.
  const std::optional<AccessToken>& recovered() const { return recovered_; }
  /// The stored access token, which only a person can replace, if no server rejected it.
  std::optional<AccessToken> access_token() const;

  /// Asks for a token with an authorization code or a device code. Without one, the grant of before stays.
  std::expected<AccessToken, Failure> consent(const Grant& grant, Reason reason);
  /// Asks for a token with the refresh token. After an answer that was lost, it is sent once more at once.
  std::expected<AccessToken, Failure> refresh(Reason reason);
  /// To be called when the token is in the cache. What could not be saved stays in the journal.
  void finish() const;
  /// Why what came could not be saved; empty where it was.
  const std::string& unsaved() const { return unsaved_; }

  /// Keeps in mind, durably, that a server did not accept the stored access token. Throws Error(storage).
  void set_rejected(const std::string& fingerprint);

 private:
  std::expected<AccessToken, Failure> spend(const Grant& grant, const Spending& spending, Reason reason);
  std::expected<AccessToken, Failure> spend_unlogged(const Grant& grant, const Spending& spending);
  std::expected<AccessToken, Failure> take_in(const Spending& spending, const Grant& grant,
                                              const HttpResponse& response);
  std::string journal_file() const { return of_.profile.name + '.' + id_ + ".journal"; }

  const OpenedProfile& of_;
  const TokenEndpoint& endpoint_;
  const Folder& state_;
  std::string id_;
  StoredGrant stored_;
  std::optional<AccessToken> recovered_;
  std::string unsaved_;
  bool lost_before_ = false;
};

/// What a grant belongs to: its token endpoint and client.
std::string grant_id(const std::string& token_url, const std::string& client_id);

}  // namespace jeton
