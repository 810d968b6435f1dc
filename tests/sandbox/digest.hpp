#pragma once

#include <string>
#include <string_view>

namespace jeton::sandbox {

/// The 32 bytes of SHA-256.
std::string sha256(std::string_view data);

/// "sha256:" and 64 hexadecimal digits, as registries name what they serve.
std::string sha256_digest(std::string_view data);

/// The 32 bytes of HMAC-SHA-256 (RFC 2104).
std::string hmac_sha256(std::string_view key, std::string_view data);

}  // namespace jeton::sandbox
