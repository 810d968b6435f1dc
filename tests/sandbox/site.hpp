#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "access_tokens.hpp"
#include "authorization_codes.hpp"
#include "device_codes.hpp"
#include "fault_plan.hpp"
#include "git_service.hpp"
#include "grant.hpp"
#include "image.hpp"
#include "provider.hpp"
#include "refresh_tokens.hpp"
#include "traffic.hpp"

namespace jeton::sandbox {

/// One provider's site: what its endpoints and services, which answer from several threads at once, have in common. The
/// members without synchronization of their own stay as they are once the site is open.
struct Site {
  const Provider& provider;
  Client client;
  std::string url;           ///< https://localhost:PORT
  std::string redirect_url;  ///< the token endpoint that the redirect fault points to
  std::string callback;      ///< the redirection URI that is registered; empty: none is
  std::string jwt_key;
  const GitBackend& git_backend;
  const Image& image;

  AccessTokens access_tokens = {};
  RefreshTokens refresh_tokens = {};
  AuthorizationCodes authorization_codes = {};
  DeviceCodes device_codes = {};
  Traffic traffic = {};
  FaultPlan fault_plan = {};
  std::atomic<std::int64_t> lifetime = 0;  ///< in seconds, of tokens issued from now on; 0: the documented ones
};

}  // namespace jeton::sandbox
