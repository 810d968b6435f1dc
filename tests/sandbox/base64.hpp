#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jeton::sandbox {

/// base64url without padding (RFC 7515 section 2), as in a JWT.
std::string base64url(std::string_view data);

/// Decodes RFC 4648 base64, as in Basic authentication; nothing if it is none.
std::optional<std::string> decoded_base64(std::string_view text);

}  // namespace jeton::sandbox
