#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// A text that nobody reads or changes without the key: XChaCha20-Poly1305 with a random nonce in front, in base64.
namespace jeton {

inline constexpr std::size_t box_key_size = 32;

/// The key is `box_key_size` bytes long.
std::string close_box(std::string_view text, const std::string& key);

/// Nothing where the box is none, was changed, or was closed with another key.
std::optional<std::string> open_box(std::string_view box, const std::string& key);

std::string random_bytes(std::size_t size);

/// RFC 4648 section 4.
std::string base64_encode(std::string_view bytes);
/// Nothing for a text that is not base64 from end to end.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace jeton
