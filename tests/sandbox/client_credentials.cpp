#include "client_credentials.hpp"

#include <utility>

#include "site.hpp"
#include "token_request.hpp"

namespace jeton::sandbox {

namespace {

GrantTerms terms_of(const Site& site) {
  GrantTerms terms = {.issuer = site.url, .jwt_key = site.jwt_key, .lifetime = std::nullopt};
  if (const auto seconds = site.lifetime.load(); seconds > 0) terms.lifetime = std::chrono::seconds(seconds);
  return terms;
}

}  // namespace

Grant grant_for_client(const Site& site, const Request& request) {
  return granted(site.provider, site.client, terms_of(site), request.received);
}

std::expected<Grant, Response> client_credentials_grant(Site& site, const Request& request, const std::string& body) {
  if (auto checked = check_token_request(site.provider, site.client, request, body); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  return grant_for_client(site, request);
}

}  // namespace jeton::sandbox
