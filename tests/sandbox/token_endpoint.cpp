#include "token_endpoint.hpp"

#include "site.hpp"
#include "token_request.hpp"

namespace jeton::sandbox {

namespace {

Response grant_response(Site& site, const Grant& grant, Time now) {
  if (!grant.access_token.empty()) {
    const auto lives = std::chrono::duration_cast<Time::duration>(lifetime(grant, site.provider.names));
    site.access_tokens.add(grant.access_token, now + lives);
    site.traffic.count_granted();
  }
  // RFC 6749 section 5.1 wants both.
  Response response = json_response(200, grant.body, {{"Cache-Control", "no-store"}, {"Pragma", "no-cache"}});
  response.delay = grant.delay;
  return response;
}

GrantTerms terms_of(const Site& site) {
  GrantTerms terms = {.issuer = site.url, .jwt_key = site.jwt_key, .lifetime = std::nullopt};
  if (const auto seconds = site.lifetime.load(); seconds > 0) terms.lifetime = std::chrono::seconds(seconds);
  return terms;
}

}  // namespace

Response token_endpoint(Site& site, const Request& request) {
  constexpr std::size_t limit = 1U << 20U;
  const std::optional<std::string> body = whole_body(request, limit);
  site.traffic.count_token_request(request, body.value_or(""));
  const PlannedFault planned = site.fault_plan.next();
  const Incident incident = {.provider = site.provider,
                             .redirect_url = site.redirect_url,
                             .seconds = planned.seconds,
                             .now = request.received};
  if (planned.fault != nullptr && planned.fault->replace != nullptr) return planned.fault->replace(incident);

  if (!body) return text_response(413, "The body is too long.\n");
  if (auto checked = check_token_request(site.provider, site.client, request, *body); !checked) {
    return std::move(checked).error();
  }
  Grant grant = granted(site.provider, site.client, terms_of(site), request.received);
  if (planned.fault != nullptr && planned.fault->spoil != nullptr) planned.fault->spoil(grant, incident);
  return grant_response(site, grant, request.received);
}

}  // namespace jeton::sandbox
