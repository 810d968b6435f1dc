#pragma once

#include <string_view>

namespace jeton::sandbox {

/// Whether a code challenge of the method S256 can be one (RFC 7636 section 4.2).
bool is_code_challenge(std::string_view challenge);

/// Whether the verifier is well-formed (section 4.1) and fits the challenge (section 4.6).
bool fits(std::string_view code_verifier, std::string_view code_challenge);

}  // namespace jeton::sandbox
