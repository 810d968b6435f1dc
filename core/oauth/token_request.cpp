#include "oauth/parameters.hpp"

namespace jeton::oauth {
namespace {

struct GrantTypeOf {
  std::string operator()(const ClientCredentials& /*grant*/) const { return "client_credentials"; }
  std::string operator()(const AuthorizationCode& /*grant*/) const { return "authorization_code"; }
  std::string operator()(const DeviceCode& /*grant*/) const { return "urn:ietf:params:oauth:grant-type:device_code"; }
  std::string operator()(const RefreshToken& /*grant*/) const { return "refresh_token"; }
};

/// What each grant says of itself.
struct Describe {
  const Client& client;
  const RequestDialect& dialect;
  Parameters& body;
  Parameters& query;

  void operator()(const ClientCredentials& /*grant*/) const {
    set_present(body, "audience", client.audience);
    set_present(body, "scope", separated(client.scope, dialect.scope_separator));
  }

  void operator()(const AuthorizationCode& grant) const {
    set(dialect.code == CodePlace::query ? query : body, {"code", grant.code});
    if (dialect.redirect_uri == RedirectUri::sent) set_present(body, "redirect_uri", grant.redirect_url);
    set_present(body, "code_verifier", grant.code_verifier);
  }

  void operator()(const DeviceCode& grant) const { set(body, {"device_code", grant.device_code}); }

  void operator()(const RefreshToken& grant) const { set(body, {"refresh_token", grant.refresh_token}); }
};

}  // namespace

HttpRequest token_request(const Client& client, const Grant& grant, const RequestDialect& dialect) {
  // In the order of the providers' documents: the grant's type, the client, and then the rest.
  Parameters body{{"grant_type", std::visit(GrantTypeOf{}, grant)}};
  Parameters query = dialect.query;
  HttpRequest request;
  authenticate(request, body, client, dialect.client_auth);
  std::visit(Describe{client, dialect, body, query}, grant);

  const bool refreshes = std::holds_alternative<RefreshToken>(grant) && !client.service.refresh_url.empty();
  request.url = with_query(refreshes ? client.service.refresh_url : client.service.token_url, query);
  for (const auto& parameter : client.parameters) {
    // A credentials file may name its own grant type; a person's consent is none of its business.
    const bool of_this_grant = std::holds_alternative<ClientCredentials>(grant) || parameter.name != "grant_type";
    if (of_this_grant) set(body, parameter);
  }
  for (const auto& parameter : dialect.parameters) set(body, parameter);
  complete(request, body, client, dialect.format);
  return request;
}

}  // namespace jeton::oauth
