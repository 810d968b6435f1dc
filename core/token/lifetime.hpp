#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace jeton {

/// The two claims of a JWT that say how long it lives (RFC 7519 section 4.1), in seconds since 1970.
struct JwtTimes {
  std::optional<Seconds> iat;
  std::optional<Seconds> exp;
};

/// Reads them without verifying anything: they only ever shorten a lifetime. Empty for a token that is no JWT.
JwtTimes jwt_times(std::string_view token);

/// What an answer says about how long its token lives.
struct LifetimeClaims {
  std::optional<double> expires_in;  ///< as sent
  Seconds expires_in_unit = 1;
  JwtTimes jwt;
  std::optional<Seconds> date;     ///< when the provider says it answered
  std::optional<Seconds> max_age;  ///< the plugin's cap
  Seconds default_lifetime = 3600;
};

struct Lifetime {
  Seconds seconds = 0;  ///< from when the request was sent
  std::string by;       ///< the claim that decided: `expires_in`, `exp`, `provider` or `default_lifetime`
};

/// The earliest of all claims; what is wrong with them, as a sentence, where they cannot be used. `sent_at` is when the
/// request was sent, by this machine's clock: it counts where an `exp` has nothing else to be measured by.
std::expected<Lifetime, std::string> lifetime(const LifetimeClaims& claims, Seconds sent_at);

}  // namespace jeton
