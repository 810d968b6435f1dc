#include "doctor/finding.hpp"

namespace jeton {

Finding Finding::of_message(Severity severity, std::string_view message) {
  for (const std::string_view remedy : {"; run: ", ", or run: ", ", then run: "}) {
    const auto at = message.rfind(remedy);
    if (at == std::string_view::npos) continue;
    return {.severity = severity,
            .what = std::string(message.substr(0, at)),
            .repair = std::string(message.substr(at + remedy.size()))};
  }
  return {.severity = severity, .what = std::string(message), .repair = {}};
}

}  // namespace jeton
