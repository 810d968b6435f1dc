#include "routes/routes.hpp"

#include "fuzz.hpp"

// The routes file, as it could be after a crash, or of another version: a URL in the first line, the file below. No
// look-up leaves the text, and every one ends.
void jeton::fuzz(std::string_view input) {
  const auto [url, rest] = first_line(input);
  const auto text = with_kind("jeton routes 1", rest);
  const auto routes = Routes::parse(text);
  if (!routes) return;
  for (const auto& name : routes->names()) {
    const auto found = routes->find(name);
    if (found) must(found->name == name);
  }
  routes->stores_git_logins();
  routes->store_is_encrypted();
  const auto request = parse_request_url(url);
  if (!request) return;
  for (const auto& name : routes->best_matches(*request)) must(text.contains(name));
}
