#pragma once

#include <string>
#include <string_view>

namespace jeton {

/// How many columns of a terminal the text takes: its characters, of which none is wide.
std::size_t width_of(std::string_view text);

/// With blanks up to that width.
std::string padded(std::string text, std::size_t width);

/// On lines of less than 80 columns, from the second one on indented; a line end in the text stays one.
std::string wrapped(std::string_view text, std::size_t indent);

}  // namespace jeton
