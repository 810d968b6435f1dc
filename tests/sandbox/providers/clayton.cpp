#include <array>

#include "authorization_endpoint.hpp"
#include "html.hpp"
#include "provider.hpp"
#include "rfc6749.hpp"
#include "site.hpp"
#include "token_endpoint.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;
using Result = std::expected<Grant, Response>;

constexpr std::string_view redirect_uri = "https://app.clayton.io/authorized";

/// "The consent step redirects to a Clayton page that displays the authorization code": the sandbox shows that page in
/// its place, so there is nowhere to redirect to.
std::expected<AuthorizationRequest, Response> read_request(const Site& site, const Request& /*request*/,
                                                           const Parameters& parameters) {
  const auto is = [&](std::string_view name, std::string_view wanted) { return value(parameters, name) == wanted; };
  if (!is("client_id", site.client.id)) return std::unexpected(error_page("The client is unknown."));
  if (!is("redirect_uri", redirect_uri)) return std::unexpected(error_page("The redirect_uri is not registered."));
  if (!is("response_type", "code")) return std::unexpected(error_page("The response_type has to be code."));
  if (!is("scope", "workspace")) return std::unexpected(error_page("The scope has to be workspace."));
  return AuthorizationRequest{.scope = "workspace"};
}

std::unexpected<Response> refused(std::string_view error, std::string_view description) {
  return std::unexpected(oauth_error(error, description));
}

/// Nothing if the form has exactly these parameters, and is the client's.
std::optional<Response> refuse_unlike(const Site& site, const Parameters& form,
                                      std::span<const std::string_view> names) {
  if (const auto flaw = flaw_in(form, names)) return oauth_error("invalid_request", *flaw);
  if (value(form, "client_id") == site.client.id && value(form, "client_secret") == site.client.secret) return {};
  return oauth_error("invalid_client", "client authentication failed");
}

Grant answer(const UserTokens& tokens) {
  Json body = {{"access_token", tokens.access_token}};
  if (!tokens.refresh_token.empty()) body["refresh_token"] = tokens.refresh_token;
  body["scope"] = tokens.consent.scope;
  body["token_type"] = "Bearer";
  body["expires_in"] = tokens.expires_in.count();
  return grant_of(tokens, std::move(body));
}

/// The document has the code in the query, where RFC 6749 section 4.1.3 wants it in the body, beside all else.
Result exchange(Site& site, const Request& request, const Parameters& form) {
  constexpr std::array<std::string_view, 5> names = {"client_id", "client_secret", "grant_type", "scope",
                                                     "redirect_uri"};
  constexpr std::array<std::string_view, 1> query_names = {"code"};
  if (auto refusal = refuse_unlike(site, form, names)) return std::unexpected(*std::move(refusal));
  const auto query = parsed_form(request.query);
  if (!query) return refused("invalid_request", "the query is malformed");
  if (const auto flaw = flaw_in(*query, query_names)) return refused("invalid_request", *flaw + " (in the query)");
  if (value(form, "scope") != "workspace") return refused("invalid_scope", "the scope has to be workspace");
  if (value(form, "redirect_uri") != redirect_uri) return refused("invalid_grant", "the redirect_uri is another one");
  const auto code = redeemed(site, query->at("code"), request.received);
  if (!code) return refused("invalid_grant", "the code is invalid, expired or used");
  return answer(first_tokens(site, code->consent));
}

Result refresh(Site& site, const Request& request, const Parameters& form) {
  constexpr std::array<std::string_view, 4> names = {"grant_type", "client_id", "client_secret", "refresh_token"};
  if (auto refusal = refuse_unlike(site, form, names)) return std::unexpected(*std::move(refusal));
  if (!request.query.empty()) return refused("invalid_request", "parameters belong into the body");
  const auto tokens = next_tokens(site, form.at("refresh_token"));
  if (!tokens) return refused("invalid_grant", "the refresh token is invalid, expired or revoked");
  return answer(*tokens);
}

Result token(Site& site, const Request& request, const std::string& body) {
  const auto form = posted_form(request, body);
  if (!form) return refused("invalid_request", form.error());
  const std::string_view grant_type = value(*form, "grant_type");
  if (grant_type == "authorization_code") return exchange(site, request, *form);
  if (grant_type == "refresh_token") return refresh(site, request, *form);
  return refused("unsupported_grant_type", "only authorization_code and refresh_token");
}

constexpr std::array endpoints = {
    Endpoint{"/oauth2/authorize", authorization_endpoint<read_request>},
    Endpoint{"/oauth2/token", token_endpoint<token>},
};

}  // namespace

constinit const Provider clayton = {
    .name = "clayton",
    .grant = "authorization_code",
    .token_path = "/oauth2/token",
    .endpoints = endpoints,
    .api_path = "/api/workspaces",
    .expires_in = 5399s,
    .refresh_policy = RefreshPolicy::rotate,
    // The document's own example puts the code into the URL as it is. These characters do not survive that, and the
    // last three do not survive being decoded twice.
    .code_ending = "+/=&%41",
    .profile = R"([profile.clayton]
provider = "clayton"
token_url = "@url@/oauth2/token"
consent_url = "@url@/oauth2/authorize?client_id=@client_id@&response_type=code&redirect_uri=https://app.clayton.io/authorized&scope=workspace"
urls = ["@url@", "@ip_url@"]
client_id = "@client_id@"
client_secret = { file = "@dir@/clayton-secret" }
ca_file = "@dir@/ca.pem"
)",
    .secret_file = {"clayton-secret", "@client_secret@\n"},
};

}  // namespace jeton::sandbox
