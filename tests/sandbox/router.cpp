#include "router.hpp"

#include "api.hpp"
#include "control.hpp"
#include "git_service.hpp"
#include "registry.hpp"
#include "site.hpp"

namespace jeton::sandbox {

Response respond(Site& site, const Request& request) {
  const std::string& path = request.path;
  for (const Endpoint& endpoint : site.provider.endpoints) {
    if (path == endpoint.path) return endpoint.answer(site, request);
  }
  if (path == "/api/ping" || path == site.provider.api_path) return api_ping(site, request);
  if (path.starts_with("/git")) return git_service(site, request);
  if (path == "/v2" || path.starts_with("/v2/")) return registry(site, request);
  if (path.starts_with("/sandbox/")) return control(site, request);
  std::string known = "Here are ";
  for (const Endpoint& endpoint : site.provider.endpoints) known.append(endpoint.path).append(", ");
  return text_response(404, known +
                                "/api/ping, /git/demo.git, /git-basic/demo.git, /git-bearer/demo.git, /v2/ and "
                                "/sandbox/requests.\n");
}

}  // namespace jeton::sandbox
