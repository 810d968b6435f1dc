#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "base/places.hpp"
#include "host/opened_profile.hpp"
#include "host/pause.hpp"
#include "jeton/provider.hpp"
#include "token/access_token.hpp"

namespace jeton {

/// A token request that brought no token.
struct Failure {
  Fault fault = Fault::network;
  Status status = Status::unreachable;
  std::string message;
  std::string error = {};             ///< the provider's code for it (RFC 6749 section 5.2), if it said one
  std::string reason = {};            ///< the provider's words, fit to be shown
  std::optional<Seconds> pause = {};  ///< as the provider says
  bool may_have_arrived = false;      ///< the request was sent, and its answer did not come
};

/// What an answer comes to: a token or none, and in either case perhaps a refresh token, which must be kept first.
struct Answer {
  std::expected<AccessToken, Failure> token;
  std::string refresh_token;
};

/// A profile's token endpoint, as its client sees it.
class TokenEndpoint {
 public:
  /// Reads every secret that a request needs. Throws Error(configuration) where one is not to be had.
  TokenEndpoint(const OpenedProfile& of, const Environment& environment);
  TokenEndpoint(const TokenEndpoint&) = delete;
  TokenEndpoint& operator=(const TokenEndpoint&) = delete;
  ~TokenEndpoint();

  /// Sends a request for the grant. The error is about the way there and back.
  std::expected<HttpResponse, Failure> request(const Grant& grant) const;

  /// Reads what came back for a request that was sent at that time for that grant.
  Answer read(const HttpResponse& response, Seconds sent_at, const Grant& grant) const;

  const Client& client() const { return client_; }
  /// Takes the client's secrets out of what the provider says.
  const Redaction& redaction() const { return redaction_; }
  /// What the client's secrets came from.
  const std::vector<Source>& sources() const { return sources_; }
  /// Stands for all that is sent in every request, whatever code or refresh token goes with it.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  std::expected<AccessToken, Failure> read_token(const TokenResponse& answer, const HttpResponse& response,
                                                 Seconds sent_at, Redaction redaction) const;

  const OpenedProfile& of_;
  const Environment& environment_;
  std::vector<Source> sources_;
  Client client_;
  Redaction redaction_;
  std::string fingerprint_;
};

/// The provider's words for an error, fit to be shown.
std::string described(const TokenError& error, const Redaction& redaction);

}  // namespace jeton
