#include "oauth/parameters.hpp"

namespace jeton::oauth {

std::expected<std::string, SettingError> authorization_url(const Client& client, const AuthorizationRequest& request,
                                                           const RequestDialect& dialect) {
  if (client.service.authorization_url.empty()) return std::unexpected(SettingError{"authorization_url", "is missing"});
  Parameters query{{"response_type", "code"}, {"client_id", client.client_id}};
  if (dialect.redirect_uri == RedirectUri::sent) set_present(query, "redirect_uri", request.redirect_url);
  set_present(query, "scope", separated(client.scope, dialect.scope_separator));
  set_present(query, "audience", client.audience);
  set_present(query, "state", request.state);
  if (!request.code_challenge.empty()) {
    set(query, {"code_challenge", request.code_challenge});
    set(query, {"code_challenge_method", "S256"});
  }
  return with_query(client.service.authorization_url, query);
}

HttpRequest device_authorization_request(const Client& client, const RequestDialect& dialect) {
  HttpRequest request{.url = client.service.device_authorization_url};
  Parameters body;
  // "The client MUST include client_id" where it does not authenticate itself otherwise; it does no harm beside that.
  set(body, {"client_id", client.client_id});
  set_present(body, "scope", separated(client.scope, dialect.scope_separator));
  set_present(body, "audience", client.audience);
  authenticate(request, body, client, dialect.client_auth);
  complete(request, body, client, dialect.format);
  return request;
}

HttpRequest revocation_request(const Client& client, const Revocation& revocation, const RequestDialect& dialect) {
  HttpRequest request{.url = client.service.revocation_url};
  Parameters body{{"token", revocation.token}};
  set_present(body, "token_type_hint", revocation.token_type_hint);
  authenticate(request, body, client, dialect.client_auth);
  complete(request, body, client, RequestFormat::form);  // RFC 7009 section 2.1 knows no other
  return request;
}

}  // namespace jeton::oauth
