#pragma once

#include <expected>
#include <string>

#include "grant.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// How a provider carries out a token request, with this body. The error is the answer to one that it refuses.
using GrantTokens = std::expected<Grant, Response> (*)(Site& site, const Request& request, const std::string& body);

/// Answers a request at one of the provider's token endpoints, with the fault that is planned for it, if any.
Response token_endpoint(Site& site, const Request& request, GrantTokens grant_tokens);

/// As a provider's endpoint.
template <GrantTokens grant_tokens>
Response token_endpoint(Site& site, const Request& request) {
  return token_endpoint(site, request, grant_tokens);
}

}  // namespace jeton::sandbox
