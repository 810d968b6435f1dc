#include "registry.hpp"

#include <array>
#include <string_view>

#include "authorization.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

/// In the form of the OCI distribution specification's section "Error Codes".
Response registry_error(int status, std::string_view code, std::string_view message) {
  return json_response(status, {{"errors", Json::array({{{"code", code}, {"message", message}}})}});
}

Response serve(const Blob& blob) {
  return {.status = 200,
          .headers = {{"Content-Type", blob.media_type},
                      {"Docker-Content-Digest", blob.digest},
                      {"ETag", '"' + blob.digest + '"'}},
          .body = blob.content};
}

/// What is at `path`, which starts behind "/v2/".
Response content(const Image& image, std::string_view path) {
  if (path.empty()) return json_response(200, Json::object());
  if (path == "_catalog") return json_response(200, {{"repositories", Json::array({image.repository})}});
  const std::string prefix = std::string(image.repository) + '/';
  if (!path.starts_with(prefix)) return registry_error(404, "NAME_UNKNOWN", "the only repository is demo/hello");
  path.remove_prefix(prefix.size());

  if (path == "tags/list") {
    return json_response(200, {{"name", image.repository}, {"tags", Json::array({image.tag})}});
  }
  constexpr std::string_view manifests = "manifests/";
  if (path.starts_with(manifests)) {
    const std::string_view reference = path.substr(manifests.size());
    if (reference == image.tag || reference == image.manifest.digest) return serve(image.manifest);
    return registry_error(404, "MANIFEST_UNKNOWN", "the only tag is latest");
  }
  for (const Blob* blob : {&image.config, &image.layer}) {
    if (path == "blobs/" + blob->digest) return serve(*blob);
  }
  return registry_error(404, "BLOB_UNKNOWN", "no such blob");
}

}  // namespace

Response registry(Site& site, const Request& request) {
  site.traffic.count(Event::registry);
  constexpr std::array schemes = {Scheme::basic};
  constexpr std::string_view root = "/v2/";
  Response response;
  if (!authorized(site, request, schemes)) {
    const std::array challenges = {challenge(site, Scheme::basic)};
    response = unauthorized(site, registry_error(401, "UNAUTHORIZED", "authentication required"), challenges);
  } else if (!is_get(request)) {
    response = registry_error(405, "UNSUPPORTED", "this registry can only be read");
    response.headers.emplace_back("Allow", "GET, HEAD");
  } else {
    response = content(site.image, request.path.size() > root.size() ? request.path.substr(root.size()) : "");
  }
  response.headers.emplace_back("Docker-Distribution-Api-Version", "registry/2.0");
  return response;
}

}  // namespace jeton::sandbox
