#include "git_service.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "authorization.hpp"
#include "cgi.hpp"
#include "demo_repository.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

constexpr std::array both = {Scheme::bearer, Scheme::basic};
constexpr std::array basic_alone = {Scheme::basic};
constexpr std::array bearer_alone = {Scheme::bearer};

struct Root {
  std::string_view path;
  std::span<const Scheme> schemes;
};

constexpr std::array roots = {Root{"/git", both}, Root{"/git-basic", basic_alone}, Root{"/git-bearer", bearer_alone}};

Command http_backend(const GitBackend& backend, const Request& request, std::string_view root) {
  // What git has to say to its user goes over the connection; the log is for requests.
  Command command = {.arguments = {backend.http_backend},
                     .environment = cgi_environment(request, root),
                     .standard_error = StandardError::dropped};
  std::ranges::move(git_environment(), std::back_inserter(command.environment));
  command.environment.insert(
      command.environment.end(),
      {"GIT_PROJECT_ROOT=" + backend.project_root, "GIT_HTTP_EXPORT_ALL=1",
       // A user who is authenticated may push.
       "REMOTE_USER=sandbox", "GIT_PROTOCOL=" + std::string(header(request.headers, "Git-Protocol"))});
  return command;
}

}  // namespace

Response git_service(Site& site, const Request& request) {
  site.traffic.count(Event::git);
  const auto root = std::ranges::find_if(
      roots, [&](const Root& r) { return request.path.starts_with(std::string(r.path) + "/demo.git/"); });
  if (root == roots.end()) return text_response(404, "The only repository is demo.git.\n");
  if (!authorized(site, request, root->schemes)) {
    std::vector<std::string> challenges;
    for (const Scheme scheme : root->schemes) challenges.push_back(challenge(site, scheme));
    return unauthorized(site, text_response(401, "An access token is required.\n"), challenges);
  }
  return cgi_response(site.git_backend.processes, http_backend(site.git_backend, request, root->path), request);
}

}  // namespace jeton::sandbox
