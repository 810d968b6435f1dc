#pragma once

#include <string>

#include "base/file.hpp"
#include "base/places.hpp"
#include "config/profile.hpp"
#include "token/reply.hpp"
#include "token/token_cache.hpp"

namespace jeton {

/// What an exchange works with. The caller holds the profile's lock, and has seen that no cached token will do.
struct Exchange {
  const Profile& profile;
  const Provider& provider;
  const ProfileRoute& route;
  const TokenCache& cache;
  const Folder* state = nullptr;  ///< nothing: hold-offs cannot be kept
  const Environment& environment;
  Reason reason = Reason::needed;
};

/// One token request, or none where the provider must not be asked now or the cached token turns out to do. Throws
/// Error for what is wrong on this side: a secret, a plugin.
Reply exchange(const Exchange& work);

}  // namespace jeton
