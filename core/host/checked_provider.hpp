#pragma once

#include <string>

#include "jeton/provider.hpp"

namespace jeton {

/// A plugin's provider, which is believed nothing: see PluginCall for what it does, and what it says is looked at
/// before anything is made of it. Whatever it throws, and whatever is not as provider.hpp has it, is a
/// std::runtime_error.
class CheckedProvider final : public Provider {
 public:
  /// The name is for messages. The provider must outlive this.
  CheckedProvider(std::string plugin, const Provider& provider) : plugin_(std::move(plugin)), provider_(provider) {}

  Metadata metadata() const override;
  std::expected<Service, SettingError> service(const Settings& settings) const override;
  HttpRequest token_request(const Client& client, const Grant& grant) const override;
  std::expected<TokenResponse, TokenError> token_response(const Client& client,
                                                          const HttpResponse& response) const override;
  std::expected<std::string, SettingError> authorization_url(const Client& client,
                                                             const AuthorizationRequest& request) const override;
  HttpRequest device_authorization_request(const Client& client) const override;
  std::expected<DeviceAuthorization, TokenError> device_authorization_response(
      const Client& client, const HttpResponse& response) const override;
  HttpRequest revocation_request(const Client& client, const Revocation& revocation) const override;

 private:
  template <class Call>
  auto call(const Call& call) const;

  std::string plugin_;
  const Provider& provider_;
};

}  // namespace jeton
