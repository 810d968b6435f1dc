#include "fuzz.hpp"
#include "match/request_url.hpp"

// A profile's URL pattern, and below it a request. The pattern covers what its scheme, host, port and path say and
// nothing else, and is the same from its one spelling.
void jeton::fuzz(std::string_view input) {
  const auto [first, rest] = first_line(input);
  std::string trouble;
  const auto pattern = UrlPattern::parse(first, trouble);
  if (!pattern) return must(!trouble.empty());
  const auto again = UrlPattern::parse(pattern->text(), trouble);
  must(again && again->text() == pattern->text());
  const auto request = parse_request_url(rest);
  if (!request) return;
  const auto& host = request->authority.host;
  const bool is_host = pattern->any_label ? host.ends_with('.' + pattern->host) : host == pattern->host;
  const bool is_port = request->authority.port.value_or(default_port(*request->scheme)) == pattern->port;
  must(pattern->covers(*request) == (request->scheme == pattern->scheme && is_host && is_port &&
                                     is_path_prefix(pattern->path, *request->path) && is_plain_path(*request->path)));
}
