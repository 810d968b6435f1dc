#include "base/trace.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"

namespace jeton {

void trace(const std::string& text) {
  static const bool on = [] {
    const char* const value = std::getenv("JETON_TRACE");
    return value != nullptr && *value != '\0' && std::string_view(value) != "0";
  }();
  if (!on) return;
  try {
    write_all(STDERR_FILENO, "jeton: trace: " + printable(text) + '\n');
  } catch (const std::system_error&) {
    return;  // nobody listens
  }
}

}  // namespace jeton
