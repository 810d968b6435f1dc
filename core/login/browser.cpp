#include "login/browser.hpp"

#include <vector>

#include "base/process.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

/// One of $BROWSER's alternatives: words, of which `%s` stands for the address; without one, it comes last.
std::vector<std::string> command_of(std::string_view browser, const std::string& url) {
  std::vector<std::string> arguments;
  bool placed = false;
  for (const auto word : split(browser, ' ')) {
    if (word.empty()) continue;
    const auto at = word.find("%s");
    placed = placed || at != std::string_view::npos;
    arguments.push_back(at == std::string_view::npos
                            ? std::string(word)
                            : std::string(word.substr(0, at)) + url + std::string(word.substr(at + 2)));
  }
  if (!placed) arguments.push_back(url);
  return arguments;
}

}  // namespace

bool open_in_browser(const std::string& url, const Environment& environment) {
  const auto chosen = environment("BROWSER").value_or("");
  for (const auto browser : split(chosen.empty() ? "xdg-open" : std::string_view(chosen), ':')) {
    if (!trim(browser).empty() && start_detached(command_of(browser, url))) return true;
  }
  return false;
}

}  // namespace jeton
