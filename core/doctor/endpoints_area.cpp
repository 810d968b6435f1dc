#include <ctime>
#include <set>

#include "base/text.hpp"
#include "doctor/clock.hpp"
#include "doctor/configuration_area.hpp"
#include "host/http_client.hpp"
#include "match/request_url.hpp"

namespace jeton {
namespace {

/// Asks for the server's front page, so that no provider takes it for a token request. Any answer will do.
void examine_endpoint(const Profile& profile, const Environment& environment, Area& area) {
  const auto url = parse_request_url(profile.service.token_url);
  if (!url) return;  // the profile would not be one
  const auto& [host, port] = url->authority;
  const auto server = host + (port ? ':' + std::to_string(*port) : "");
  const Seconds sent_at = std::time(nullptr);
  const auto response = send({.method = "GET", .url = *url->scheme + "://" + server + '/', .headers = {}, .body = {}},
                             profile.connection, environment);
  if (!response) {
    area.fail(profile.name + ": " + response.error().message);
    return;
  }
  area.summary += (area.summary.empty() ? "" : ", ") + server;
  const auto trouble =
      clock_trouble(host, parse_http_date(find_header(response->headers, "Date")), sent_at, std::time(nullptr));
  if (!trouble.empty()) area.warn(trouble);
}

/// What decides about the way there.
std::string way_to(const Profile& profile) {
  const auto& by = profile.connection;
  return profile.service.token_url + '\n' + by.ca_file + '\n' + by.proxy + '\n' + by.client_certificate;
}

}  // namespace

Area examine_endpoints(const Configuration& configuration, const Environment& environment) {
  Area area{.name = "endpoints", .summary = {}, .findings = {}};
  std::set<std::string> seen;
  for (const auto& entry : configuration.profiles) {
    if (!entry.profile || entry.profile->service.grant == GrantType::static_token) continue;
    if (seen.insert(way_to(*entry.profile)).second) examine_endpoint(*entry.profile, environment, area);
  }
  if (area.summary.empty()) area.summary = area.findings.empty() ? "no profile has one" : "none answers";
  return area;
}

}  // namespace jeton
