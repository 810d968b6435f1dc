#include "match/authority.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace jeton {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.front() == '0' || !std::ranges::all_of(text, is_digit))
    return std::nullopt;
  const auto port = parse_integer(text);
  return port && *port <= 65535 ? std::optional(static_cast<std::uint16_t>(*port)) : std::nullopt;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label,
                             [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_'; });
}

bool is_ipv4(std::string_view host) {
  in_addr address{};
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1;
}

bool is_host_name(std::string_view host) {
  const auto labels = split(host, '.');
  // A name whose last label is a number is an address in one of its old spellings, or none.
  const auto last = labels.back();
  const bool is_number =
      std::ranges::all_of(last, is_digit) ||
      (last.starts_with("0x") && last.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos);
  return host.size() <= 253 && std::ranges::all_of(labels, is_label) && !is_number;
}

std::optional<std::string> parse_ipv6(std::string_view bracketed) {
  in6_addr address{};
  const std::string inner(bracketed.substr(1, bracketed.size() - 2));
  if (inner.contains('\0') || inet_pton(AF_INET6, inner.c_str(), &address) != 1) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, &address, text.data(), text.size());
  return '[' + std::string(text.data()) + ']';
}

}  // namespace

std::optional<Authority> parse_authority(std::string_view text) {
  if (text.contains('\0')) return std::nullopt;
  const auto bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  if (text.starts_with('[') && bracket == std::string_view::npos) return std::nullopt;
  const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const auto host = text.substr(0, colon);

  Authority authority;
  if (colon != std::string_view::npos) {
    authority.port = parse_port(text.substr(colon + 1));
    if (!authority.port) return std::nullopt;
  }
  if (host.starts_with('[')) {
    auto address = host.ends_with(']') ? parse_ipv6(host) : std::nullopt;
    if (!address) return std::nullopt;
    authority.host = std::move(*address);
  } else {
    authority.host = to_lower(host);
    if (!is_ipv4(authority.host) && !is_host_name(authority.host)) return std::nullopt;
  }
  return authority;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || (host.starts_with("127.") && is_ipv4(host));
}

}  // namespace jeton
