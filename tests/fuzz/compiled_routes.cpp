#include <algorithm>

#include "base/text.hpp"
#include "fuzz.hpp"
#include "routes/routes.hpp"

// A request's URL in the first line, and a profile's URL pattern in each below. Of the routes that are made of them,
// every profile reads as it was, and a look-up finds exactly those that cover the request and no other covers better.
void jeton::fuzz(std::string_view input) {
  const auto [url, rest] = first_line(input);
  RouteTable table;
  std::string trouble;
  for (const auto line : split(rest, '\n')) {
    auto pattern = UrlPattern::parse(line, trouble);
    if (!pattern || table.profiles.size() == 8) continue;
    ProfileRoute profile{.name = "p" + std::to_string(table.profiles.size() * 7), .id = "0123456789abcdef"};
    profile.urls.push_back(std::move(*pattern));
    table.profiles.push_back(std::move(profile));
  }
  if (table.profiles.empty()) return;
  const auto text = compile_routes(table, {}, "1", 0);
  const auto routes = Routes::parse(text);
  must(routes.has_value() && routes->names().size() == table.profiles.size());
  for (const auto& profile : table.profiles) {
    const auto found = routes->find(profile.name);
    must(found && found->urls.size() == 1 && found->urls.front().text() == profile.urls.front().text());
  }
  const auto request = parse_request_url(url);
  if (!request) return;
  const auto best = routes->best_matches(*request);
  std::vector<std::string> patterns;
  find_covering_pattern(*request, [&](std::string_view spelling) {
    patterns.emplace_back(spelling);
    return false;
  });
  const auto rank = [&](const ProfileRoute& profile) {
    return std::ranges::find(patterns, profile.urls.front().text()) - patterns.begin();
  };
  auto best_rank = std::ssize(patterns) - 1;
  for (const auto& profile : table.profiles) best_rank = std::min(best_rank, rank(profile));
  for (const auto& profile : table.profiles) {
    must(profile.covers(*request) == (rank(profile) < std::ssize(patterns)));
    must((rank(profile) == best_rank) == (std::ranges::find(best, profile.name) != best.end()));
  }
}
