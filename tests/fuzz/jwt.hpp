#pragma once

#include <string>
#include <string_view>

namespace jeton {

/// A JWT with that text as its claims, so that what is fuzzed is the claims and not their base64url.
std::string jwt_with(std::string_view claims);

}  // namespace jeton
