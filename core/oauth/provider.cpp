#include "jeton/provider.hpp"

#include "jeton/oauth.hpp"

namespace jeton {

HttpRequest Provider::token_request(const Client& client, const Grant& grant) const {
  return oauth::token_request(client, grant, {});
}

std::expected<TokenResponse, TokenError> Provider::token_response(const Client& /*client*/,
                                                                  const HttpResponse& response) const {
  return oauth::token_response(response, {});
}

std::expected<std::string, SettingError> Provider::authorization_url(const Client& client,
                                                                     const AuthorizationRequest& request) const {
  return oauth::authorization_url(client, request, {});
}

HttpRequest Provider::device_authorization_request(const Client& client) const {
  return oauth::device_authorization_request(client, {});
}

std::expected<DeviceAuthorization, TokenError> Provider::device_authorization_response(
    const Client& /*client*/, const HttpResponse& response) const {
  return oauth::device_authorization_response(response, {});
}

HttpRequest Provider::revocation_request(const Client& client, const Revocation& revocation) const {
  return oauth::revocation_request(client, revocation, {});
}

}  // namespace jeton
