#include "device_page.hpp"

#include <string>

#include "consent_page.hpp"
#include "html.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

Response user_code_page(int status, std::string_view path, std::string_view problem) {
  std::string content = problem.empty() ? "" : "<p><strong>" + html_escaped(problem) + "</strong></p>\n";
  content += "<form method=\"get\" action=\"" + html_escaped(path) + "\">\n";
  content +=
      "<label for=\"user_code\">The code that your device shows:</label>\n"
      "<input id=\"user_code\" name=\"user_code\" autocomplete=\"off\" autocapitalize=\"characters\" required>\n"
      "<button>Continue</button>\n</form>\n";
  return html_page(status, "Connect a device", content);
}

Response decided(Site& site, Decision decision) {
  switch (decision) {
    case Decision::allow:
      site.traffic.count(Event::consents);
      return html_page(200, "You allowed it", "<p>Go back to your device.</p>\n");
    case Decision::deny:
      site.traffic.count(Event::denials);
      return html_page(200, "You denied it", "<p>Your device will be told.</p>\n");
  }
  return {};
}

}  // namespace

Response device_page(Site& site, const Request& request) {
  if (!is_get(request) && request.method != "POST") return method_not_allowed("GET, HEAD, POST");
  const auto parameters = query_and_form(request);
  if (!parameters) return error_page("The parameters are malformed, or one of them is there twice.");
  const std::string_view user_code = value(*parameters, "user_code");
  if (user_code.empty() && is_get(request)) return user_code_page(200, request.path, "");
  const auto scope = site.device_codes.scope_to_confirm(user_code, request.received);
  constexpr std::string_view unknown = "No device waits with this code. It may have expired.";
  if (!scope) return user_code_page(400, request.path, unknown);
  if (is_get(request)) return consent_page(site, request.path, *scope, {{"user_code", std::string(user_code)}});
  const auto decision = decision_in(*parameters);
  if (!decision) return error_page("The decision has to be allow or deny.");
  if (!site.device_codes.decide(user_code, *decision, request.received)) {
    return user_code_page(400, request.path, unknown);
  }
  return decided(site, *decision);
}

}  // namespace jeton::sandbox
