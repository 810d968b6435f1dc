#include "revocation.hpp"

#include <string>

#include "rfc6749.hpp"
#include "site.hpp"

namespace jeton::sandbox {

Response revocation_endpoint(Site& site, const Request& request) {
  constexpr std::size_t limit = 1U << 20U;
  site.traffic.count(Event::revocations);
  if (request.method != "POST") return method_not_allowed("POST");
  const auto form = form_parameters(request, whole_body(request, limit).value_or(""));
  if (!form) return form.error();
  if (auto refusal = refuse_other_clients(site.client, request)) return *std::move(refusal);
  const std::string token(value(*form, "token"));
  if (token.empty()) return oauth_error("invalid_request", "missing parameter: token");
  // Section 2.1: with the refresh token go all access tokens that came of the same consent. The hint about the type is
  // no more than that, and a token that is not known is as good as revoked (section 2.2).
  if (const auto consent = site.refresh_tokens.consent_for(token)) {
    site.refresh_tokens.revoke_family(consent->family);
    site.access_tokens.revoke_family(consent->family);
  }
  site.access_tokens.revoke(token);
  return {.status = 200};
}

}  // namespace jeton::sandbox
