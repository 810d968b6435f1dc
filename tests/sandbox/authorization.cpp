#include "authorization.hpp"

#include <algorithm>
#include <optional>

#include "basic_credentials.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

struct Credentials {
  Scheme scheme;
  std::string token;
};

std::optional<Credentials> credentials(const Request& request) {
  const std::string_view value = header(request.headers, "Authorization");
  const auto space = value.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string scheme = lower_case(value.substr(0, space));
  const std::string_view rest = value.substr(space + 1);
  if (scheme == "bearer") return Credentials{Scheme::bearer, std::string(rest)};
  if (const auto basic = basic_credentials(request)) return Credentials{Scheme::basic, basic->password};
  return std::nullopt;
}

}  // namespace

bool authorized(const Site& site, const Request& request, std::span<const Scheme> schemes) {
  const auto sent = credentials(request);
  return sent && std::ranges::find(schemes, sent->scheme) != schemes.end() &&
         site.access_tokens.accepts(sent->token, request.received);
}

std::string challenge(const Site& site, Scheme scheme) {
  const std::string realm = R"( realm="jeton sandbox )" + std::string(site.provider.name) + '"';
  switch (scheme) {
    case Scheme::bearer: return "Bearer" + realm;
    case Scheme::basic: return "Basic" + realm;
  }
  return {};
}

Response unauthorized(Site& site, Response response, std::span<const std::string> challenges) {
  site.traffic.count(Event::unauthorized);
  response.status = 401;
  for (const std::string& value : challenges) response.headers.emplace_back("WWW-Authenticate", value);
  return response;
}

}  // namespace jeton::sandbox
