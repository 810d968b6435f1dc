#include "doctor/curl_area.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

/// The options that a line sets, as curl reads them: dashes may be left out, and a value is behind `=`, `:` or a blank.
std::string_view option_of(std::string_view line) {
  line = trim(line);
  if (line.starts_with('#')) return {};
  while (line.starts_with('-')) line.remove_prefix(1);
  return line.substr(0, line.find_first_of("=: \t"));
}

}  // namespace

Area examine_curl(const std::vector<CurlFile>& files) {
  Area area{.name = "curl", .summary = {}, .findings = {}};
  for (const auto& [path, text] : files) {
    area.summary += (area.summary.empty() ? "reads " : ", ") + path;
    const auto sets = [&](std::string_view name) {
      return std::ranges::any_of(split(text, '\n'), [&](auto line) { return option_of(line) == name; });
    };
    const auto without = [&](std::string_view name) {
      return "; run: sed -i --follow-symlinks '/^[-[:space:]]*" + std::string(name) + "\\([=:[:space:]]\\|$\\)/d' " +
             quoted(path);
    };
    if (sets("location-trusted")) {
      area.warn(path + " has location-trusted: curl then takes a token along to wherever a server redirects it" +
                without("location-trusted"));
    }
    for (const auto* const name : {"insecure", "k"}) {
      if (!sets(name)) continue;
      area.warn(path + " has " + name +
                ": curl then gives a token to whoever answers, without looking at certificates" + without(name));
    }
  }
  if (area.summary.empty()) area.summary = "has no .curlrc";
  return area;
}

}  // namespace jeton
