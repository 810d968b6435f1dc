#include "curl/configuration.hpp"

#include "base/text.hpp"
#include "fuzz.hpp"

// What `jeton reject` is given, and what goes into a configuration for curl beside the token: a header's value and a
// URL. No value ends its line, or an option could follow that is not ours; and the token is found again.
void jeton::fuzz(std::string_view input) {
  const auto [header, url] = first_line(input);
  must(curl::token_in(input).size() <= input.size());
  const auto written = curl::write({.profile = "a",
                                    .token = "token",
                                    .expires_at = 1,
                                    .headers = {{"X-Header", std::string(header)}},
                                    .url = std::string(url)});
  must(curl::token_in(written) == "token" && written.ends_with('\n'));
  must(split(written, '\n').size() == 10);
  for (const auto line : split(written, '\n')) {
    must(line.contains(" = \"") ? line.ends_with('"') : line.find_first_of("\"\r") == std::string_view::npos);
  }
  const auto failure = curl::write_failure(input);
  must(failure.find('\n') == failure.size() - 1 && failure.starts_with("resolve = \"jeton: no token: "));
}
