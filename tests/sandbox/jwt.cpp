#include "jwt.hpp"

#include "base64.hpp"
#include "digest.hpp"

namespace jeton::sandbox {

std::string signed_jwt(const Json& claims, std::string_view key) {
  const Json header = {{"alg", "HS256"}, {"typ", "JWT"}};
  std::string token = base64url(to_text(header)) + '.' + base64url(to_text(claims));
  token += '.' + base64url(hmac_sha256(key, token));
  return token;
}

}  // namespace jeton::sandbox
