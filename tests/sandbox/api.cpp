#include "api.hpp"

#include <array>

#include "authorization.hpp"
#include "site.hpp"

namespace jeton::sandbox {

Response api_ping(Site& site, const Request& request) {
  site.traffic.count(Event::api);
  if (!is_get(request)) return method_not_allowed("GET, HEAD");
  constexpr std::array schemes = {Scheme::bearer};
  if (!authorized(site, request, schemes)) {
    const std::array challenges = {challenge(site, Scheme::bearer) + R"(, error="invalid_token")"};
    return unauthorized(site, json_response(401, {{"error", "invalid_token"}}), challenges);
  }
  if (!site.provider.accept.empty() && !accepts(request, site.provider.accept)) {
    return json_response(406,
                         {{"error", "not_acceptable"},
                          {"error_description", "the Accept header has to be " + std::string(site.provider.accept)}});
  }
  if (site.provider.api_format == ApiFormat::xml_unless_asked && !accepts(request, "application/json")) {
    return {.status = 200,
            .headers = {{"Content-Type", "application/xml"}},
            .body = "<ping><provider>" + std::string(site.provider.name) + "</provider></ping>\n"};
  }
  return json_response(200, {{"ping", "pong"}, {"provider", site.provider.name}});
}

}  // namespace jeton::sandbox
