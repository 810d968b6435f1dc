#include "token_endpoint.hpp"

#include "site.hpp"

namespace jeton::sandbox {

namespace {

Response grant_response(Site& site, const Grant& grant, Time now) {
  if (!grant.access_token.empty()) {
    const auto lives = std::chrono::duration_cast<Time::duration>(lifetime(grant, site.provider.names));
    site.access_tokens.add(grant.access_token, grant.family, now + lives);
    site.traffic.count(Event::granted);
  }
  // RFC 6749 section 5.1 wants both.
  Response response = json_response(200, grant.body, {{"Cache-Control", "no-store"}, {"Pragma", "no-cache"}});
  response.delay = grant.delay;
  response.delivery = grant.delivery;
  return response;
}

}  // namespace

Response token_endpoint(Site& site, const Request& request, GrantTokens grant_tokens) {
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
  auto grant = grant_tokens(site, request, *body);
  if (!grant) return std::move(grant).error();
  if (planned.fault != nullptr && planned.fault->spoil != nullptr) planned.fault->spoil(*grant, incident);
  return grant_response(site, *grant, request.received);
}

}  // namespace jeton::sandbox
