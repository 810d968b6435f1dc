#include "match/request_url.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace jeton {
namespace {

/// Of a pattern: however long a request's path is, few patterns could cover it.
constexpr std::size_t longest_path = 1000;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Decoded until nothing is left to decode. In one pass, whatever was encoded how often: what a character that was
/// decoded completes is decoded at once.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c;
    while (out.size() >= 3 && out[out.size() - 3] == '%') {
      const int high = hex_digit(out[out.size() - 2]);
      const int low = hex_digit(out.back());
      if (high < 0 || low < 0) break;
      out.resize(out.size() - 2);
      out.back() = static_cast<char>(high * 16 + low);
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

}  // namespace

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "http" ? 80 : 443;
}

std::string server_name(const Authority& authority, std::string_view scheme) {
  const bool is_own = (scheme == "https" || scheme == "http") && authority.port == default_port(scheme);
  return authority.port && !is_own ? authority.host + ':' + std::to_string(*authority.port) : authority.host;
}

bool is_protected(const RequestUrl& url) {
  return url.scheme == "https" || is_loopback(url.authority.host);
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

std::string without_login(std::string_view url) {
  const auto colon = url.find("://");
  const auto start = colon == std::string_view::npos ? 0 : colon + 3;
  const auto rest = url.substr(start);
  const auto at = rest.rfind('@');
  if (at == std::string_view::npos || parse_authority(rest.substr(0, rest.find_first_of("/?#")))) {
    return std::string(url);
  }
  return std::string(url.substr(0, start)) + "<redacted>" + std::string(rest.substr(at));
}

bool is_plain_path(std::string_view path) {
  auto decoded = percent_decoded(path);
  std::ranges::replace(decoded, '\\', '/');
  return std::ranges::none_of(split(decoded, '/'), [](auto segment) { return segment == "." || segment == ".."; });
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
  if (pattern.path.size() > longest_path) return no("has a path of more than 1,000 bytes");
  return pattern;
}

std::string UrlPattern::text() const {
  return scheme + (any_label ? "://*." : "://") + host + ':' + std::to_string(port) + path;
}

std::string UrlPattern::url() const {
  const auto own = port == default_port(scheme);
  return scheme + (any_label ? "://*." : "://") + host + (own ? "" : ':' + std::to_string(port)) + path;
}

bool find_covering_pattern(const RequestUrl& request, const std::function<bool(std::string_view)>& is_wanted) {
  if (request.path && !is_plain_path(*request.path)) return false;
  const bool loopback = is_loopback(request.authority.host);
  std::string_view path = request.path ? *request.path : std::string_view();
  if (path.size() > longest_path) path = path.substr(0, path.rfind('/', longest_path));
  for (const std::string scheme : {"https", "http"}) {
    if (request.scheme && *request.scheme != scheme) continue;
    if (scheme == "http" && !loopback) continue;
    const auto port = std::to_string(request.authority.port.value_or(default_port(scheme)));
    for (const auto& host : host_patterns(request.authority.host)) {
      auto spelling = scheme;
      spelling.append("://").append(host).append(":").append(port);
      const auto without_path = spelling.size();
      spelling += path;
      // Each whole-segment prefix of the path, longest first.
      while (spelling.size() > without_path) {
        if (!spelling.ends_with('/') && is_wanted(spelling)) return true;
        spelling.resize(spelling.rfind('/'));
      }
      if (is_wanted(spelling)) return true;
    }
  }
  return false;
}

bool UrlPattern::covers(const RequestUrl& request) const {
  const auto wanted = request.path ? text() : UrlPattern{scheme, host, any_label, port, {}}.text();
  return find_covering_pattern(request, [&](std::string_view spelling) { return spelling == wanted; });
}

}  // namespace jeton
