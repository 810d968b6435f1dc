#pragma once

#include <span>

#include "golden/exchange.hpp"
#include "jeton/provider.hpp"

/// What an exchange puts into a provider. All throw std::invalid_argument for what makes no sense with this one.
namespace jeton::golden {

/// [profile], and of [client] the id; `own` are the plugin's settings.
Settings settings_of(const Exchange& exchange, std::span<const Setting> own);

/// [client], with the profile's secrets.
Client client_of(const Exchange& exchange, std::span<const Setting> own, const Settings& settings,
                 const Service& service);

/// The provider's request for the [grant].
HttpRequest request_for(const Purpose& grant, const Provider& provider, const Client& client);

/// [answer]
HttpResponse response_of(const Message& answer);

}  // namespace jeton::golden
