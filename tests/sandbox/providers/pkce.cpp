#include <array>

#include "authorization_endpoint.hpp"
#include "client_credentials.hpp"
#include "code_verifier.hpp"
#include "html.hpp"
#include "loopback_redirect.hpp"
#include "provider.hpp"
#include "revocation.hpp"
#include "rfc6749.hpp"
#include "site.hpp"
#include "token_endpoint.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;
using Result = std::expected<Grant, Response>;

std::expected<AuthorizationRequest, Response> read_request(const Site& site, const Request& request,
                                                           const Parameters& parameters) {
  if (value(parameters, "client_id") != site.client.id) return std::unexpected(error_page("The client is unknown."));
  const std::string_view redirect_uri = value(parameters, "redirect_uri");
  if (!is_loopback_redirect(redirect_uri)) {
    return std::unexpected(error_page("The redirect_uri is not one of this machine."));
  }
  const std::string_view scope = value(parameters, "scope");
  AuthorizationRequest wanted = {.redirect_uri = std::string(redirect_uri),
                                 .scope = std::string(scope.empty() ? "read" : scope),
                                 .state = std::string(value(parameters, "state")),
                                 .issuer = origin(request),
                                 .code_challenge = std::string(value(parameters, "code_challenge"))};
  const auto error = [&](std::string_view code, std::string_view description) {
    return std::unexpected(authorization_error(wanted, code, description));
  };
  const std::string_view response_type = value(parameters, "response_type");
  if (response_type.empty()) return error("invalid_request", "missing parameter: response_type");
  if (response_type != "code") return error("unsupported_response_type", "there are codes only");
  if (!is_scope(wanted.scope)) return error("invalid_scope", "the scope is malformed");
  // RFC 7636 section 4.4.1: a server that requires a challenge says so in this way.
  if (!is_code_challenge(wanted.code_challenge)) return error("invalid_request", "code challenge required");
  if (value(parameters, "code_challenge_method") != "S256") {
    return error("invalid_request", "transform algorithm not supported");
  }
  return wanted;
}

std::unexpected<Response> refused(std::string_view error, std::string_view description) {
  return std::unexpected(oauth_error(error, description));
}

Result exchange(Site& site, const Parameters& form, Time now) {
  for (const std::string_view name : {"code", "redirect_uri", "code_verifier"}) {
    if (!form.contains(name)) return refused("invalid_request", "missing parameter: " + std::string(name));
  }
  const auto code = redeemed(site, form.at("code"), now);
  if (!code) return refused("invalid_grant", "the code is invalid, expired or used");
  if (form.at("redirect_uri") != code->request.redirect_uri) {
    return refused("invalid_grant", "the redirect_uri is another one");
  }
  if (!fits(form.at("code_verifier"), code->request.code_challenge)) {
    return refused("invalid_grant", "the code_verifier does not fit");
  }
  return bearer_grant(first_tokens(site, code->consent));
}

Result token(Site& site, const Request& request, const std::string& body) {
  const auto form = form_parameters(request, body);
  if (!form) return std::unexpected(form.error());
  if (auto refusal = refuse_other_clients(site.client, request)) return std::unexpected(*std::move(refusal));
  // RFC 6749 section 2.3: one way of authentication in each request.
  if (form->contains("client_secret")) return refused("invalid_request", "the client authenticates twice");
  const std::string_view grant_type = value(*form, "grant_type");
  if (grant_type.empty()) return refused("invalid_request", "missing parameter: grant_type");
  if (grant_type == "authorization_code") return exchange(site, *form, request.received);
  if (grant_type == "refresh_token") return refresh_grant(site, *form);
  // Its client is a confidential one, which may ask in its own name as well (section 4.4).
  if (grant_type == "client_credentials") return grant_for_client(site, request);
  return refused("unsupported_grant_type", "only authorization_code, client_credentials and refresh_token");
}

constexpr std::array endpoints = {
    Endpoint{"/oauth/authorize", authorization_endpoint<read_request>},
    Endpoint{"/oauth/token", token_endpoint<token>},
    Endpoint{"/oauth/revoke", revocation_endpoint},
};

}  // namespace

constinit const Provider pkce = {
    .name = "pkce",
    .grant = "authorization_code",
    .token_path = "/oauth/token",
    .endpoints = endpoints,
    .client_credentials = {.token_type = "Bearer"},
    .expires_in = 3600s,
    .refresh_policy = RefreshPolicy::rotate,
    // RFC 6749 section 2.3.1 has the secret form-encoded before it is put into Basic; it takes one like this to tell.
    .client_secret_ending = "+/: %41",
    .profile = R"([profile.pkce]
provider = "generic"
grant = "authorization_code"
token_url = "@url@/oauth/token"
authorization_url = "@url@/oauth/authorize"
revocation_url = "@url@/oauth/revoke"
urls = ["@url@", "@ip_url@"]
client_id = "@client_id@"
client_secret = { file = "@dir@/pkce-secret" }
ca_file = "@dir@/ca.pem"
)",
    .secret_file = {"pkce-secret", "@client_secret@\n"},
};

}  // namespace jeton::sandbox
