#include "code_verifier.hpp"

#include "base64.hpp"
#include "digest.hpp"

namespace jeton::sandbox {

namespace {

constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

}  // namespace

bool is_code_challenge(std::string_view challenge) {
  constexpr std::string_view base64url = unreserved.substr(0, unreserved.size() - 2);
  return challenge.size() == 43 && consists_of(challenge, base64url);
}

bool fits(std::string_view code_verifier, std::string_view code_challenge) {
  return code_verifier.size() >= 43 && code_verifier.size() <= 128 && consists_of(code_verifier, unreserved) &&
         base64url(sha256(code_verifier)) == code_challenge;
}

}  // namespace jeton::sandbox
