#pragma once

#include "base/file.hpp"
#include "base/places.hpp"
#include "host/opened_profile.hpp"
#include "host/token_endpoint.hpp"
#include "token/reply.hpp"

namespace jeton {

/// What an exchange works with. The caller holds the profile's lock, and has seen that no cached token will do.
struct Exchange {
  const OpenedProfile& of;
  const Folder* state = nullptr;  ///< nothing: hold-offs cannot be kept, and nothing can be spent
  const Environment& environment;
  Reason reason = Reason::needed;
};

/// One token request, or none where the provider must not be asked now or a token that is there turns out to do. Throws
/// Error for what is wrong on this side: a secret, a plugin, the store.
Reply exchange(const Exchange& work);

/// Why a consent brought no token, or none yet.
struct ConsentRefused {
  std::string error;  ///< the provider's code, such as `authorization_pending`; empty where it said none
  Error reason;
};

/// The token request that a person's consent has made possible, at an endpoint that was opened before they were asked.
std::expected<Reply, ConsentRefused> exchange_consent(const Exchange& work, const TokenEndpoint& endpoint,
                                                      const Grant& grant);

}  // namespace jeton
