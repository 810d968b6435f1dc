#pragma once

#include <cstddef>
#include <string>

namespace jeton::sandbox {

/// `count` bytes from the operating system's random source; throws std::system_error if it has none.
std::string random_bytes(std::size_t count);

/// `length` random letters and digits: about six bits each.
std::string random_text(std::size_t length);

}  // namespace jeton::sandbox
