#pragma once

#include <span>
#include <string>

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

enum class Scheme {
  bearer,  ///< RFC 6750
  basic,   ///< RFC 7617: any user name, and the token as password
};

/// Whether the request carries, under one of `schemes`, an access token that the site's services take.
bool authorized(const Site& site, const Request& request, std::span<const Scheme> schemes);

/// The value of a WWW-Authenticate header.
std::string challenge(const Site& site, Scheme scheme);

/// Counts a 401 and returns `response` as one, with the headers for `challenges`, in their order.
Response unauthorized(Site& site, Response response, std::span<const std::string> challenges);

}  // namespace jeton::sandbox
