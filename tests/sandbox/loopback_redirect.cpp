#include "loopback_redirect.hpp"

#include <algorithm>
#include <array>

namespace jeton::sandbox {

bool is_loopback_redirect(std::string_view uri) {
  // What is in the URI gets into the Location header, where a line's end would start another header.
  const bool plain = std::ranges::all_of(uri, [](char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '\\'; });
  constexpr std::string_view http = "http://";
  if (!plain || !uri.starts_with(http)) return false;
  const std::string_view rest = uri.substr(http.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  constexpr std::array<std::string_view, 3> hosts = {"127.0.0.1", "[::1]", "localhost"};
  return std::ranges::any_of(hosts, [&](std::string_view host) {
    if (!authority.starts_with(host)) return false;
    const std::string_view port = authority.substr(host.size());
    if (port.empty()) return true;
    return port.front() == ':' && port.find_first_not_of("0123456789", 1) == std::string_view::npos;
  });
}

}  // namespace jeton::sandbox
