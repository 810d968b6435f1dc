#include "grant.hpp"

#include <algorithm>
#include <cstdlib>

#include "jwt.hpp"
#include "random.hpp"

namespace jeton::sandbox {

namespace {

std::string new_jwt(const Provider& provider, const Client& client, const GrantTerms& terms,
                    std::chrono::seconds lifetime, Time now) {
  const auto issued_at = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
  Json claims = {{"iss", std::string(terms.issuer) + '/'},      {"sub", client.id + "@clients"},
                 {"aud", provider.client_credentials.audience}, {"iat", issued_at.count()},
                 {"exp", (issued_at + lifetime).count()},       {"azp", client.id}};
  if (const auto scope = provider.client_credentials.scope; !scope.empty()) claims["scope"] = scope;
  claims["gty"] = "client-credentials";
  // Two tokens of the same second must differ, or revoking one would revoke the other.
  claims["jti"] = random_text(16);
  return signed_jwt(claims, terms.jwt_key);
}

std::optional<double> number_in(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Grant granted(const Provider& provider, const Client& client, const GrantTerms& terms, Time now) {
  const ClientCredentials& credentials = provider.client_credentials;
  Grant grant;
  switch (credentials.token_format) {
    case TokenFormat::jwt: {
      const auto jwt_lifetime = terms.lifetime.value_or(credentials.jwt_lifetime.value_or(provider.expires_in));
      grant.jwt_lifetime = jwt_lifetime;
      grant.access_token = new_jwt(provider, client, terms, jwt_lifetime, now);
      break;
    }
    case TokenFormat::opaque: grant.access_token = random_text(provider.token_length); break;
  }
  grant.body[provider.names.access_token] = grant.access_token;
  if (!credentials.scope.empty()) grant.body["scope"] = credentials.scope;
  grant.body[provider.names.expires_in] = terms.lifetime.value_or(provider.expires_in).count();
  grant.body[provider.names.token_type] = credentials.token_type;
  return grant;
}

Seconds lifetime(const Grant& grant, const ResponseNames& names) {
  Seconds shortest = std::chrono::years(10);
  if (grant.jwt_lifetime) shortest = std::min(shortest, *grant.jwt_lifetime);
  if (grant.body.contains(names.expires_in)) {
    if (const auto announced = number_in(grant.body[names.expires_in])) {
      shortest = std::min(shortest, Seconds(*announced));
    }
  }
  return shortest;
}

}  // namespace jeton::sandbox
