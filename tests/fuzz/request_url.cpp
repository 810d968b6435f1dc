#include "match/request_url.hpp"

#include "fuzz.hpp"

// The URL of a request. One that is accepted is http or https with a path that shows as it is, and whatever could cover
// it is a pattern in its one spelling, plain http for loopback hosts alone.
void jeton::fuzz(std::string_view input) {
  is_plain_path(input);
  const auto url = parse_request_url(input);
  if (!url) return;
  must(url->scheme == "https" || url->scheme == "http");
  must(url->path && url->path->starts_with('/') && !has_control(*url->path) && !url->path->contains(' '));
  must(parse_authority(url->authority.host).has_value());
  std::string trouble;
  find_covering_pattern(*url, [&](std::string_view spelling) {
    const auto pattern = UrlPattern::parse(spelling, trouble);
    must(pattern && pattern->text() == spelling && is_path_prefix(pattern->path, *url->path));
    must(pattern->scheme == url->scheme && (pattern->scheme == "https" || is_loopback(pattern->host)));
    return false;
  });
}
