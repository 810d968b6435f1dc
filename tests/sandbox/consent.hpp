#pragma once

#include <string>

namespace jeton::sandbox {

/// What a user allowed. All tokens that come of it, by way of whatever refresh tokens, are one family, so that they can
/// be revoked together (RFC 9700 section 4.14.2).
struct Consent {
  std::string family = {};
  std::string scope = {};
};

}  // namespace jeton::sandbox
