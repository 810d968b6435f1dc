#pragma once

namespace jeton::sandbox {

/// What becomes of refresh tokens, which RFC 6749 section 6 leaves to the provider.
enum class RefreshPolicy {
  none,
  keep,                ///< one with the first access token, good for all refreshes to come
  rotate,              ///< a new one at each refresh; who uses an old one has stolen it, or was stolen from (RFC 9700
                       ///< section 4.14.2)
  rotate_with_leeway,  ///< likewise, but the preceding one is still taken, in case the answer to it got lost
};

}  // namespace jeton::sandbox
