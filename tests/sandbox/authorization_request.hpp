#pragma once

#include <string>

namespace jeton::sandbox {

/// An authorization request (RFC 6749 section 4.1.1) in which nothing was wrong.
struct AuthorizationRequest {
  std::string redirect_uri = {};    ///< empty: the user is shown the code instead of being sent back with it
  std::string scope = {};           ///< separated by spaces
  std::string state = {};           ///< empty: none
  std::string issuer = {};          ///< for the answer's iss (RFC 9207); empty: none
  std::string code_challenge = {};  ///< of the method S256 (RFC 7636); empty: none
};

}  // namespace jeton::sandbox
