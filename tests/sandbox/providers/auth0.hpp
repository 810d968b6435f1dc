#pragma once

#include "provider.hpp"

namespace jeton::sandbox {

/// Clear Street and StudyTeam have their tokens from Auth0.
inline constexpr Refusals auth0 = {
    .malformed = {400, "invalid_request", ""},
    .content_type = {400, "invalid_request", "the content-type has to be application/json"},
    .client = {401, "access_denied", "Unauthorized"},
    .audience = {403, "access_denied", "Service not enabled within domain: "},
    .grant_type = {403, "unauthorized_client", "Grant type not allowed for the client: "},
};

}  // namespace jeton::sandbox
