#include "match/near_miss.hpp"

namespace jeton {
namespace {

bool is_below(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
}

bool covers_host(const UrlPattern& pattern, const std::string& host) {
  return pattern.any_label ? is_below(host, pattern.host) : host == pattern.host;
}

std::string other_host(const UrlPattern& pattern, const std::string& host) {
  if (pattern.any_label && host == pattern.host) return "stands for the hosts below " + host + ", not for itself";
  if (!pattern.any_label && is_below(host, pattern.host)) {
    return "stands for that host alone; https://*." + pattern.host + " is any host below it";
  }
  if (is_loopback(host) && is_loopback(pattern.host)) return "is another name of this machine";
  return {};
}

}  // namespace

std::string near_miss(const UrlPattern& pattern, const RequestUrl& request) {
  const auto& [host, port] = request.authority;
  if (!covers_host(pattern, host)) return other_host(pattern, host);
  if (pattern.covers(request)) return {};
  if (request.path && !is_plain_path(*request.path)) {
    return "covers no path with a \".\" or \"..\" in it: what a server makes of that is not what it looks like";
  }
  const auto scheme = request.scheme.value_or("https");
  if (scheme != pattern.scheme) return "is " + pattern.scheme + ", not " + scheme;
  if (port.value_or(default_port(scheme)) != pattern.port) return "has port " + std::to_string(pattern.port);
  return "covers " + pattern.path + " and what is below it alone";
}

}  // namespace jeton
