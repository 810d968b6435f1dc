#include "base/trace.hpp"

#include <cstdlib>
#include <string_view>

#include "base/message.hpp"
#include "base/text.hpp"

namespace jeton {

void trace(const std::string& text) {
  static const bool on = [] {
    const char* const value = std::getenv("JETON_TRACE");
    return value != nullptr && *value != '\0' && std::string_view(value) != "0";
  }();
  if (!on) return;
  print_message("trace: " + printable(text));
}

}  // namespace jeton
