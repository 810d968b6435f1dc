#pragma once

#include <cstdint>
#include <string>

#include "base/places.hpp"

namespace jeton {

enum class Colour : std::uint8_t { plain, dim, red, green, yellow };

/// How standard output is written to.
struct Style {
  bool terminal = false;
  bool coloured = false;
  std::size_t columns = 80;

  /// Colour is for a terminal alone, and not with NO_COLOR or TERM=dumb.
  static Style of_output(const Environment& environment);

  std::string in(Colour colour, const std::string& text) const;
};

}  // namespace jeton
