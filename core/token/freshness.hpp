#pragma once

#include <optional>

#include "base/time.hpp"
#include "token/access_token.hpp"

namespace jeton {

/// What may be done with a cached token that nobody rejected.
enum class Freshness {
  fresh,     ///< hand it out
  expiring,  ///< hand it out at once, and have it renewed in the background
  stale,     ///< hand it out only if the provider cannot be asked
  expired    ///< not to be handed out
};

/// `min_validity` is what the caller or the profile wants left; without it, a share of the lifetime is. A token that
/// was received with less than `min_validity` in the first place is fresh for half its life: asking again would bring
/// no better one.
Freshness freshness(const AccessToken& token, Seconds now, std::optional<Seconds> min_validity);

/// From when on a token is renewed in the background, and from when on it is not handed out; nothing without expiry.
std::optional<Seconds> renews_at(const AccessToken& token);

}  // namespace jeton
