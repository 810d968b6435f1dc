#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jeton::sandbox {

/// `count` bytes from the operating system's random source; throws std::system_error if it has none.
std::string random_bytes(std::size_t count);

/// `length` random letters and digits, about six bits each, or random characters of another alphabet.
std::string random_text(std::size_t length,
                        std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

}  // namespace jeton::sandbox
