#pragma once

#include <optional>
#include <string>

#include "http_message.hpp"

namespace jeton::sandbox {

struct BasicCredentials {
  std::string user;
  std::string password;
};

/// What the request's Authorization header has of the scheme Basic (RFC 7617); nothing if that is not there, or
/// malformed.
std::optional<BasicCredentials> basic_credentials(const Request& request);

}  // namespace jeton::sandbox
