#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "jeton/provider.hpp"

/// RFC 6749 as pure functions. A plugin calls them, and reads as its differences from the RFC.
namespace jeton::oauth {

/// How the parameters of a token request are written into its body.
enum class RequestFormat {
  form,  ///< application/x-www-form-urlencoded, as RFC 6749 section 4 says
  json   ///< one JSON object
};

/// How a client proves who it is (RFC 6749 section 2.3).
enum class ClientAuth {
  basic,      ///< HTTP Basic of the form-encoded id and secret, as section 2.3.1 says
  basic_raw,  ///< HTTP Basic of the id and secret as they are, as many servers want it
  body,       ///< client_id and client_secret among the parameters
  none        ///< client_id alone among the parameters: a public client
};

/// Whether redirect_uri goes with an authorization request and with its code.
enum class RedirectUri { sent, left_out };

/// Where an authorization code goes in its token request.
enum class CodePlace { body, query };

/// Where a provider's requests differ from the RFCs'.
struct RequestDialect {
  RequestFormat format = RequestFormat::form;
  ClientAuth client_auth = ClientAuth::basic;
  Parameters parameters = {};  ///< of every token request, replacing those of the same name
  Parameters query = {};       ///< appended to the token endpoint's own query
  std::string_view scope_separator = " ";
  RedirectUri redirect_uri = RedirectUri::sent;
  CodePlace code = CodePlace::body;
};

/// What an error is called in an answer that does not have the RFC's names for it: fields' names, or JSON pointers.
struct ErrorNames {
  std::string error;
  std::string error_description;
};

/// Where a provider's answer differs from the RFC's. Each is a field's name or a JSON pointer (RFC 6901); then, and
/// where empty, the RFC's name and its camelCase form are tried.
struct ResponseDialect {
  enum class TokenType { required, optional };

  std::string access_token = {};
  std::string expires_in = {};
  std::string token_type = {};
  std::string refresh_token = {};
  std::string scope = {};
  TokenType presence = TokenType::required;  ///< optional: an answer without token_type is a bearer token
  std::vector<ErrorNames> errors = {};       ///< tried in this order, after the RFC's
};

/// One value in application/x-www-form-urlencoded (RFC 6749 appendix B): everything but letters, digits and `*-._` is
/// percent-encoded, a space becomes `+`.
std::string form_encode(std::string_view value);

/// Parameters as a form body, or as one JSON object. A text that is no UTF-8 cannot stand in JSON: json_body then
/// throws.
std::string form_body(const Parameters& parameters);
std::string json_body(const Parameters& parameters);

/// The value of an Authorization header (RFC 7617): RFC 6749 section 2.3.1, and the form that skips its encoding.
std::string basic_authorization(std::string_view client_id, std::string_view client_secret);
std::string basic_authorization_raw(std::string_view client_id, std::string_view client_secret);

/// The token request (RFC 6749 section 3.2) to the token endpoint, or with a refresh token to
/// `client.service.refresh_url`. Scope and audience go with client credentials alone: a code and a refresh token
/// already stand for what was granted.
HttpRequest token_request(const Client& client, const Grant& grant, const RequestDialect& dialect);

/// Reads the answer to a token request (sections 5.1 and 5.2): JSON at most 64 levels deep. Error descriptions never
/// hold anything of a successful answer.
std::expected<TokenResponse, TokenError> token_response(const HttpResponse& response, const ResponseDialect& dialect);

/// The address of the authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
std::expected<std::string, SettingError> authorization_url(const Client& client, const AuthorizationRequest& request,
                                                           const RequestDialect& dialect);

/// RFC 8628 sections 3.1 and 3.2: to `client.service.device_authorization_url`, and what comes back.
HttpRequest device_authorization_request(const Client& client, const RequestDialect& dialect);
std::expected<DeviceAuthorization, TokenError> device_authorization_response(const HttpResponse& response,
                                                                             const ResponseDialect& dialect);

/// RFC 7009 section 2.1, to `client.service.revocation_url`.
HttpRequest revocation_request(const Client& client, const Revocation& revocation, const RequestDialect& dialect);

}  // namespace jeton::oauth
