#pragma once

#include <expected>
#include <string_view>

#include "authorization_request.hpp"
#include "form.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// How a provider reads an authorization request. The error is the answer to one in which something is wrong.
using ReadAuthorizationRequest = std::expected<AuthorizationRequest, Response> (*)(const Site& site,
                                                                                   const Request& request,
                                                                                   const Parameters& parameters);

/// Asks the user for consent (GET), or does as the user has decided (POST): gives the client a code, or the news that
/// there is none.
Response authorization_endpoint(Site& site, const Request& request, ReadAuthorizationRequest read);

/// As a provider's endpoint.
template <ReadAuthorizationRequest read>
Response authorization_endpoint(Site& site, const Request& request) {
  return authorization_endpoint(site, request, read);
}

/// RFC 6749 section 4.1.2.1: the client learns of an error by way of the browser, if it is known where the client is.
/// If not, the user is told.
Response authorization_error(const AuthorizationRequest& request, std::string_view error,
                             std::string_view error_description);

}  // namespace jeton::sandbox
