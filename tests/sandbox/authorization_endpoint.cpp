#include "authorization_endpoint.hpp"

#include <span>
#include <string>
#include <utility>

#include "consent_page.hpp"
#include "html.hpp"
#include "random.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;

using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

/// To the client, with those of the fields that are not empty in the query, as RFC 6749 section 4.1.2 says.
Response redirect(const AuthorizationRequest& request, Fields fields) {
  fields.emplace_back("state", request.state);
  fields.emplace_back("iss", request.issuer);
  std::string location = request.redirect_uri;
  // Section 3.1.2: a query that the redirection URI has must be retained.
  char separator = location.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    location.append(1, std::exchange(separator, '&')).append(name).append("=").append(form_encoded(value));
  }
  return {.status = 302, .headers = {{"Location", std::move(location)}, {"Cache-Control", "no-store"}}};
}

Response code_page(std::string_view code) {
  return html_page(200, "Copy this code",
                   "<p>Paste it where you were asked for it. It is good once, for ten minutes.</p>\n"
                   "<p><code id=\"code\">" +
                       html_escaped(code) + "</code></p>\n");
}

Response allow(Site& site, const AuthorizationRequest& wanted, Time now) {
  site.traffic.count(Event::consents);
  const std::string code = random_text(24) + std::string(site.provider.code_ending);
  const Consent consent = {.family = random_text(16), .scope = wanted.scope};
  // RFC 6749 section 4.1.2 recommends no more.
  site.authorization_codes.add(code, wanted, consent, now + 10min);
  if (wanted.redirect_uri.empty()) return code_page(code);
  return redirect(wanted, {{"code", code}});
}

Response deny(Site& site, const AuthorizationRequest& wanted) {
  site.traffic.count(Event::denials);
  if (wanted.redirect_uri.empty()) return html_page(200, "You denied it", "<p>There is no code.</p>\n");
  return authorization_error(wanted, "access_denied", "the user denied it");
}

}  // namespace

Response authorization_endpoint(Site& site, const Request& request, ReadAuthorizationRequest read) {
  if (!is_get(request) && request.method != "POST") return method_not_allowed("GET, HEAD, POST");
  const auto parameters = query_and_form(request);
  if (!parameters) return error_page("The parameters are malformed, or one of them is there twice.");
  const auto wanted = read(site, request, *parameters);
  if (!wanted) return wanted.error();
  if (is_get(request)) return consent_page(site, request.path, wanted->scope, *parameters);
  const auto decision = decision_in(*parameters);
  if (!decision) return error_page("The decision has to be allow or deny.");
  switch (*decision) {
    case Decision::allow: return allow(site, *wanted, request.received);
    case Decision::deny: return deny(site, *wanted);
  }
  return {};
}

Response authorization_error(const AuthorizationRequest& request, std::string_view error,
                             std::string_view error_description) {
  if (request.redirect_uri.empty()) return error_page(std::string(error) + ": " + std::string(error_description));
  return redirect(request, {{"error", error}, {"error_description", error_description}});
}

}  // namespace jeton::sandbox
