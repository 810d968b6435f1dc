#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jeton {

/// A host and the port that was said, if one was (RFC 3986 section 3.2, without userinfo).
struct Authority {
  std::string host;  ///< lower case; an IPv4 address, a bracketed IPv6 address in its shortest form, or a host name
  std::optional<std::uint16_t> port;
  bool operator==(const Authority&) const = default;
};

/// Strict: letters, digits, `-` and `_` in labels of 1 to 63, no dot at the end, a port of plain digits without a
/// leading zero. Nothing for anything else, look-alikes of addresses such as `127.1` and international names that are
/// not in their ASCII form (`xn--`) among it.
std::optional<Authority> parse_authority(std::string_view text);

/// 127.0.0.0/8, ::1 and localhost: what plain http may be spoken to.
bool is_loopback(std::string_view host);

}  // namespace jeton
