#include <algorithm>
#include <array>
#include <ctime>
#include <ranges>

#include "authorization_endpoint.hpp"
#include "basic_credentials.hpp"
#include "html.hpp"
#include "provider.hpp"
#include "rfc6749.hpp"
#include "site.hpp"
#include "token_endpoint.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;
using Result = std::expected<Grant, Response>;

/// The scopes, which are requested with commas in between and answered with spaces; nothing if one is unknown.
std::optional<std::string> with_spaces(std::string_view scope) {
  constexpr std::array<std::string_view, 5> known = {"read", "write", "market", "trade", "stream"};
  std::string result;
  for (const auto part : std::views::split(scope, ',')) {
    const std::string_view token(part.begin(), part.end());
    if (std::ranges::find(known, token) == known.end()) return std::nullopt;
    result.append(result.empty() ? "" : " ").append(token);
  }
  return result;
}

std::expected<AuthorizationRequest, Response> read_request(const Site& site, const Request& /*request*/,
                                                           const Parameters& parameters) {
  if (value(parameters, "client_id") != site.client.id) return std::unexpected(error_page("The client is unknown."));
  if (parameters.contains("redirect_uri")) {
    return std::unexpected(error_page("There must be no redirect_uri: it is the registered callback."));
  }
  AuthorizationRequest request = {.redirect_uri = site.callback, .state = std::string(value(parameters, "state"))};
  const auto error = [&](std::string_view code, std::string_view description) {
    return std::unexpected(authorization_error(request, code, description));
  };
  for (const auto& [name, text] : parameters) {
    constexpr std::array<std::string_view, 5> known = {"client_id", "scope", "state", "response_type", "decision"};
    if (std::ranges::find(known, name) == known.end()) return error("invalid_request", "unknown parameter: " + name);
  }
  // The document has no response_type; that of RFC 6749 does no harm.
  if (parameters.contains("response_type") && value(parameters, "response_type") != "code") {
    return error("unsupported_response_type", "there are codes only");
  }
  if (request.state.empty()) return error("invalid_request", "missing parameter: state");
  const auto scope = with_spaces(value(parameters, "scope"));
  if (!scope) return error("invalid_scope", "the scopes are read,write,market,trade,stream");
  request.scope = *scope;
  return request;
}

/// Tradier's endpoints are made with Apigee, whose errors have two forms, neither of them RFC 6749's.
std::unexpected<Response> refused(std::string_view error) {
  return std::unexpected(json_response(400, {{"ErrorCode", "invalid_request"}, {"Error", error}}));
}

std::unexpected<Response> unknown_client() {
  return std::unexpected(
      json_response(401, {{"fault",
                           {{"faultstring", "Invalid client identifier {0}"},
                            {"detail", {{"errorcode", "keymanagement.service.invalid_client-invalid_client_id"}}}}}}));
}

/// "this request only returns JSON", so the request has to accept that.
bool takes_json(const Request& request) {
  return header(request.headers, "Accept").empty() || accepts(request, "application/json") ||
         accepts(request, "application/*") || accepts(request, "*/*");
}

/// The form, if it is the client's and has exactly these parameters, with this grant type.
std::expected<Parameters, Response> read_form(const Site& site, const Request& request, const std::string& body,
                                              std::string_view grant_type, std::string_view credential) {
  const auto client = basic_credentials(request);
  if (!client || client->user != site.client.id || client->password != site.client.secret) return unknown_client();
  if (!takes_json(request)) {
    return std::unexpected(json_response(406, {{"ErrorCode", "invalid_request"}, {"Error", "the answer is JSON"}}));
  }
  if (!request.query.empty()) return refused("parameters belong into the body");
  auto form = posted_form(request, body);
  if (!form) return refused(form.error());
  const std::array names = {std::string_view("grant_type"), credential};
  if (const auto flaw = flaw_in(*form, names)) return refused(*flaw);
  if (value(*form, "grant_type") != grant_type) return refused("Unsupported grant type");
  return *std::move(form);
}

/// As in the document's "2014-05-28T09:33:35-04:00".
std::string issued_at(Time now) {
  const std::time_t new_york = std::chrono::system_clock::to_time_t(now - 4h);
  std::tm fields{};
  gmtime_r(&new_york, &fields);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S-04:00", &fields)};
}

Grant answer(const UserTokens& tokens, Time now) {
  Json body = {{"access_token", tokens.access_token}, {"expires_in", tokens.expires_in.count()}};
  if (!tokens.refresh_token.empty()) body["refresh_token"] = tokens.refresh_token;
  body["issued_at"] = issued_at(now);
  body["scope"] = tokens.consent.scope;
  body["status"] = "approved";
  return grant_of(tokens, std::move(body));
}

Result exchange(Site& site, const Request& request, const std::string& body) {
  const auto form = read_form(site, request, body, "authorization_code", "code");
  if (!form) return std::unexpected(form.error());
  const auto code = redeemed(site, form->at("code"), request.received);
  if (!code) return refused("Invalid Authorization Code");
  return answer(first_tokens(site, code->consent), request.received);
}

/// For partners alone, and at an endpoint of its own.
Result refresh(Site& site, const Request& request, const std::string& body) {
  const auto form = read_form(site, request, body, "refresh_token", "refresh_token");
  if (!form) return std::unexpected(form.error());
  const auto tokens = next_tokens(site, form->at("refresh_token"));
  if (!tokens) return refused("Invalid Refresh Token");
  return answer(*tokens, request.received);
}

constexpr std::array endpoints = {
    Endpoint{"/v1/oauth/authorize", authorization_endpoint<read_request>},
    Endpoint{"/v1/oauth/accesstoken", token_endpoint<exchange>},
    Endpoint{"/v1/oauth/refreshtoken", token_endpoint<refresh>},
};

}  // namespace

constinit const Provider tradier = {
    .name = "tradier",
    .grant = "authorization_code",
    .token_path = "/v1/oauth/accesstoken",
    .endpoints = endpoints,
    .api_path = "/v1/user/profile",
    .api_format = ApiFormat::xml_unless_asked,
    .token_length = 29,
    .expires_in = 86399s,
    .callback_path = "/callback",
    .profile = R"([profile.tradier]
provider = "tradier"
token_url = "@url@/v1/oauth/accesstoken"
authorization_url = "@url@/v1/oauth/authorize"
refresh_url = "@url@/v1/oauth/refreshtoken"
redirect_url = "@callback@"
urls = ["@url@", "@ip_url@"]
client_id = "@client_id@"
client_secret = { file = "@dir@/tradier-secret" }
ca_file = "@dir@/ca.pem"
)",
    .secret_file = {"tradier-secret", "@client_secret@\n"},
};

}  // namespace jeton::sandbox
