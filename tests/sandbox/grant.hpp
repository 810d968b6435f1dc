#pragma once

#include <optional>
#include <string>

#include "http_message.hpp"
#include "provider.hpp"

namespace jeton::sandbox {

struct Client {
  std::string id;
  std::string secret;
};

/// What a token endpoint grants: the answer, and what the services need to know about the token in it.
struct Grant {
  std::string access_token = {};             ///< empty: none that the services should take
  std::string family = {};                   ///< of the tokens that come of one consent; empty: there was none
  std::optional<Seconds> jwt_lifetime = {};  ///< what the token itself announces
  Json body = {};
  Seconds delay{0};  ///< before the answer is sent
  Delivery delivery = Delivery::answer;
};

struct GrantTerms {
  std::string_view issuer;
  std::string_view jwt_key;
  std::optional<std::chrono::seconds> lifetime;  ///< instead of the documented ones
};

/// A new token for `client` by its own credentials, in an answer as the provider's document shows it.
Grant granted(const Provider& provider, const Client& client, const GrantTerms& terms, Time now);

/// The shortest lifetime that the grant announces, in the answer or in the token; at most ten years.
Seconds lifetime(const Grant& grant, const ResponseNames& names);

}  // namespace jeton::sandbox
