#include "match/request_url.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace jeton {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_odd(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f || c == '\\';
}

struct Parts {
  std::string scheme;
  std::string_view authority;
  std::string_view rest;  // path, query and fragment
};

std::optional<Parts> parts(std::string_view url) {
  const auto colon = url.find("://");
  if (colon == std::string_view::npos || std::ranges::any_of(url, is_odd)) return std::nullopt;
  Parts out{.scheme = to_lower(url.substr(0, colon)), .authority = {}, .rest = {}};
  if (out.scheme != "https" && out.scheme != "http") return std::nullopt;
  url.remove_prefix(colon + 3);
  const auto end = std::min(url.find_first_of("/?#"), url.size());
  out.authority = url.substr(0, end);
  out.rest = url.substr(end);
  return out;
}

/// The hosts that a pattern for this one may have: itself, then each `*.` above it that has two labels or more.
std::vector<std::string> host_patterns(const std::string& host) {
  std::vector<std::string> out{host};
  if (host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string::npos) return out;
  for (auto dot = host.find('.'); dot != std::string::npos; dot = host.find('.', dot + 1)) {
    if (host.find('.', dot + 1) != std::string::npos) out.push_back('*' + host.substr(dot));
  }
  return out;
}

/// Each whole-segment prefix of a path, longest first, ending with the empty one.
std::vector<std::string> path_patterns(const std::optional<std::string>& path) {
  std::vector<std::string> out;
  if (path) {
    std::string prefix = *path;
    while (!prefix.empty()) {
      if (!prefix.ends_with('/')) out.push_back(prefix);
      prefix.resize(prefix.rfind('/'));
    }
  }
  out.emplace_back();
  return out;
}

}  // namespace

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "http" ? 80 : 443;
}

std::optional<RequestUrl> parse_request_url(std::string_view url) {
  const auto split_url = parts(url);
  if (!split_url) return std::nullopt;
  auto authority = parse_authority(split_url->authority);
  if (!authority) return std::nullopt;
  const auto path = split_url->rest.substr(0, split_url->rest.find_first_of("?#"));
  return RequestUrl{
      .scheme = split_url->scheme, .authority = std::move(*authority), .path = path.empty() ? "/" : std::string(path)};
}

bool is_plain_path(std::string_view path) {
  std::string decoded(path);
  for (std::string next = percent_decoded(decoded); next != decoded; next = percent_decoded(decoded)) decoded = next;
  std::ranges::replace(decoded, '\\', '/');
  return std::ranges::none_of(split(decoded, '/'), [](auto segment) { return segment == "." || segment == ".."; });
}

bool is_path_prefix(std::string_view prefix, std::string_view path) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

std::optional<UrlPattern> UrlPattern::parse(std::string_view text, std::string& trouble) {
  const auto no = [&](const char* why) {
    trouble = why;
    return std::nullopt;
  };
  auto split_url = parts(text);
  if (!split_url) return no("is not an https:// URL");
  UrlPattern pattern{.scheme = split_url->scheme};
  pattern.any_label = split_url->authority.starts_with("*.");
  if (pattern.any_label) split_url->authority.remove_prefix(2);
  const auto authority = parse_authority(split_url->authority);
  if (!authority) return no("has a host or port that is none");
  if (pattern.any_label) {
    const bool is_name = authority->host.find_first_not_of("0123456789.") != std::string::npos;
    if (!authority->host.contains('.') || !is_name || authority->host.starts_with('[')) {
      return no("has a \"*.\" in front of fewer than two labels");
    }
  }
  if (pattern.scheme == "http" && (pattern.any_label || !is_loopback(authority->host))) {
    return no("is http, which is for loopback hosts alone; use https");
  }
  if (split_url->rest.find_first_of("?#") != std::string_view::npos) return no("has a query or fragment");
  if (!is_plain_path(split_url->rest)) return no("has a \".\" or \"..\" in its path");
  pattern.host = authority->host;
  pattern.port = authority->port.value_or(default_port(pattern.scheme));
  pattern.path = split_url->rest;
  while (pattern.path.ends_with('/')) pattern.path.pop_back();
  return pattern;
}

std::string UrlPattern::text() const {
  return scheme + (any_label ? "://*." : "://") + host + ':' + std::to_string(port) + path;
}

std::vector<std::string> covering_patterns(const RequestUrl& request) {
  std::vector<std::string> out;
  if (request.path && !is_plain_path(*request.path)) return out;
  const bool loopback = is_loopback(request.authority.host);
  for (const std::string scheme : {"https", "http"}) {
    if (request.scheme && *request.scheme != scheme) continue;
    if (scheme == "http" && !loopback) continue;
    const auto port = std::to_string(request.authority.port.value_or(default_port(scheme)));
    for (const auto& host : host_patterns(request.authority.host)) {
      for (const auto& path : path_patterns(request.path)) {
        std::string spelling = scheme;
        spelling += "://";
        spelling += host;
        spelling += ':';
        spelling += port;
        spelling += path;
        out.push_back(std::move(spelling));
      }
    }
  }
  return out;
}

bool UrlPattern::covers(const RequestUrl& request) const {
  const auto spelling = request.path ? text() : UrlPattern{scheme, host, any_label, port, {}}.text();
  const auto patterns = covering_patterns(request);
  return std::ranges::find(patterns, spelling) != patterns.end();
}

}  // namespace jeton
