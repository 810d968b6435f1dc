#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "authorization_request.hpp"
#include "consent.hpp"
#include "grant.hpp"

namespace jeton::sandbox {

struct Site;

/// What a user's consent gives, before the provider puts it into its own words.
struct UserTokens {
  Consent consent;
  std::string access_token;
  std::string refresh_token;  ///< empty: none, or none that is new
  std::chrono::seconds expires_in;
};

/// What a code was given for, and what comes of it.
struct Redeemed {
  AuthorizationRequest request;
  Consent consent;
};

/// Spends the code. Nothing if it cannot be used; if that is because it was used before, all that it gave is revoked,
/// as RFC 6749 section 4.1.2 recommends.
std::optional<Redeemed> redeemed(Site& site, const std::string& code, Time now);

/// The first tokens of a consent, under the site's policy about refresh tokens.
UserTokens first_tokens(Site& site, const Consent& consent);

/// The next tokens, under that policy. Nothing if the refresh token cannot be used; if that is because a newer one took
/// its place, all of its family is revoked (RFC 9700 section 4.14.2).
std::optional<UserTokens> next_tokens(Site& site, const std::string& refresh_token);

/// The tokens in an answer that the provider words.
Grant grant_of(const UserTokens& tokens, Json body);

}  // namespace jeton::sandbox
