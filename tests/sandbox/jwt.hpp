#pragma once

#include <string>
#include <string_view>

#include "json.hpp"

namespace jeton::sandbox {

/// The claims as a JSON Web Token signed with HS256 (RFC 7515, RFC 7519).
std::string signed_jwt(const Json& claims, std::string_view key);

}  // namespace jeton::sandbox
