#pragma once

#include <expected>
#include <string>

#include "grant.hpp"
#include "http_message.hpp"
#include "provider.hpp"

namespace jeton::sandbox {

/// Whether a request at the token endpoint is, to the letter, the one in the provider's document, from its client. If
/// not, the error is the response that such a provider sends. `body` is what the request brought.
std::expected<void, Response> check_token_request(const Provider& provider, const Client& client,
                                                  const Request& request, const std::string& body);

}  // namespace jeton::sandbox
