#pragma once

#include <string_view>
#include <vector>

namespace jeton {

/// The names that a shared library of this machine offers to whoever loads it, in order: its dynamic symbols.
/// (Boost.DLL reads those that stripping drops.) They point into `library`. Throws std::invalid_argument where the
/// bytes are no such library's.
std::vector<std::string_view> exported_symbols(std::string_view library);

}  // namespace jeton
