#include "host/exported_symbols.hpp"

#include <stdexcept>

#include "fuzz.hpp"

// The names that a plugin's file offers. None is longer than the file.
void jeton::fuzz(std::string_view input) {
  try {
    for (const auto& name : exported_symbols(input)) must(name.size() < input.size());
  } catch (const std::invalid_argument&) {
    return;  // no library of this machine
  }
}
