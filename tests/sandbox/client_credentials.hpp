#pragma once

#include <expected>
#include <string>

#include "grant.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

/// Carries out a token request for the client's own credentials (RFC 6749 section 4.4), by the provider's
/// ClientCredentials. The error is the refusal.
std::expected<Grant, Response> client_credentials_grant(Site& site, const Request& request, const std::string& body);

/// The same for a request that has been checked.
Grant grant_for_client(const Site& site, const Request& request);

}  // namespace jeton::sandbox
