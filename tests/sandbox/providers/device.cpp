#include <array>

#include "device_page.hpp"
#include "provider.hpp"
#include "random.hpp"
#include "rfc6749.hpp"
#include "site.hpp"
#include "token_endpoint.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;
using Result = std::expected<Grant, Response>;

/// The client is a public one: it has no secret, and names itself (RFC 6749 section 3.2.1).
std::expected<Parameters, Response> read_form(const Site& site, const Request& request, const std::string& body) {
  auto form = form_parameters(request, body);
  if (!form || value(*form, "client_id") == site.client.id) return form;
  return std::unexpected(oauth_error("invalid_client", "the client is unknown"));
}

Response device_authorization(Site& site, const Request& request) {
  constexpr std::size_t limit = 1U << 20U;
  site.traffic.count(Event::device_requests);
  if (request.method != "POST") return method_not_allowed("POST");
  const auto form = read_form(site, request, whole_body(request, limit).value_or(""));
  if (!form) return form.error();
  const std::string scope(value(*form, "scope"));
  if (!scope.empty() && !is_scope(scope)) return oauth_error("invalid_scope", "the scope is malformed");
  const auto given = site.device_codes.issue({.family = random_text(16), .scope = scope}, request.received);
  const std::string verification_uri = origin(request) + "/device";
  return json_response(200,
                       {{"device_code", given.device_code},
                        {"user_code", given.user_code},
                        {"verification_uri", verification_uri},
                        {"verification_uri_complete", verification_uri + "?user_code=" + given.user_code},
                        {"expires_in", given.expires_in.count()},
                        {"interval", given.interval.count()}},
                       {{"Cache-Control", "no-store"}});
}

std::unexpected<Response> refused(std::string_view error, std::string_view description) {
  return std::unexpected(oauth_error(error, description));
}

Result poll(Site& site, const Parameters& form, Time now) {
  const std::string device_code(value(form, "device_code"));
  if (device_code.empty()) return refused("invalid_request", "missing parameter: device_code");
  const auto poll = site.device_codes.poll(device_code, now);
  switch (poll.standing) {
    case DeviceCodes::Standing::pending: return refused("authorization_pending", "the user has yet to decide");
    case DeviceCodes::Standing::slow_down: return refused("slow_down", "5 seconds more between polls from now on");
    case DeviceCodes::Standing::denied: return refused("access_denied", "the user denied it");
    case DeviceCodes::Standing::expired: return refused("expired_token", "the device code has expired");
    case DeviceCodes::Standing::allowed: return bearer_grant(first_tokens(site, poll.consent));
    case DeviceCodes::Standing::spent: return refused("invalid_grant", "the device code was used before");
    case DeviceCodes::Standing::unknown: break;
  }
  return refused("invalid_grant", "the device code is invalid");
}

Result token(Site& site, const Request& request, const std::string& body) {
  const auto form = read_form(site, request, body);
  if (!form) return std::unexpected(form.error());
  const std::string_view grant_type = value(*form, "grant_type");
  if (grant_type.empty()) return refused("invalid_request", "missing parameter: grant_type");
  if (grant_type == "urn:ietf:params:oauth:grant-type:device_code") return poll(site, *form, request.received);
  if (grant_type == "refresh_token") return refresh_grant(site, *form);
  return refused("unsupported_grant_type", "only device_code and refresh_token");
}

constexpr std::array endpoints = {
    Endpoint{"/oauth/device_authorization", device_authorization},
    Endpoint{"/device", device_page},
    Endpoint{"/oauth/token", token_endpoint<token>},
};

}  // namespace

constinit const Provider device = {
    .name = "device",
    .grant = "device_code",
    .token_path = "/oauth/token",
    .endpoints = endpoints,
    .expires_in = 3600s,
    .refresh_policy = RefreshPolicy::rotate,
    .profile = R"([profile.device]
provider = "generic"
grant = "device_code"
client_auth = "none"
device_authorization_url = "@url@/oauth/device_authorization"
token_url = "@url@/oauth/token"
urls = ["@url@", "@ip_url@"]
client_id = "@client_id@"
ca_file = "@dir@/ca.pem"
)",
};

}  // namespace jeton::sandbox
