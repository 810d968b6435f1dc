#include "doctor/finding.hpp"

namespace jeton {

Finding Finding::of_message(Severity severity, std::string_view message) {
  constexpr std::string_view remedy = "; run: ";
  const auto at = message.rfind(remedy);
  if (at == std::string_view::npos) return {.severity = severity, .what = std::string(message), .repair = {}};
  return {.severity = severity,
          .what = std::string(message.substr(0, at)),
          .repair = std::string(message.substr(at + remedy.size()))};
}

}  // namespace jeton
