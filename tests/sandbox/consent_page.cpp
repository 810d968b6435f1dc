#include "consent_page.hpp"

#include <string>

#include "html.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

std::string list_of(std::string_view scope) {
  if (scope.empty()) return "<p>It asks for nothing in particular.</p>\n";
  std::string list = "<p>It asks for:</p>\n<ul>\n";
  while (!scope.empty()) {
    const std::string_view token = scope.substr(0, scope.find(' '));
    list += "<li>" + html_escaped(token) + "</li>\n";
    scope.remove_prefix(std::min(scope.size(), token.size() + 1));
  }
  return list + "</ul>\n";
}

}  // namespace

std::optional<Decision> decision_in(const Parameters& form) {
  const std::string_view decision = value(form, "decision");
  if (decision == "allow") return Decision::allow;
  if (decision == "deny") return Decision::deny;
  return std::nullopt;
}

Response consent_page(const Site& site, std::string_view path, std::string_view scope, const Parameters& parameters) {
  std::string content = list_of(scope) + "<form method=\"post\" action=\"" + html_escaped(path) + "\">\n";
  for (const auto& [name, value] : parameters) {
    if (name == "decision") continue;
    content += "<input type=\"hidden\" name=\"" + html_escaped(name) + "\" value=\"" + html_escaped(value) + "\">\n";
  }
  content +=
      "<button id=\"allow\" name=\"decision\" value=\"allow\">Allow</button>\n"
      "<button id=\"deny\" name=\"decision\" value=\"deny\">Deny</button>\n</form>\n";
  return html_page(200, "May jeton use your account at " + std::string(site.provider.name) + "?", content);
}

std::optional<Parameters> query_and_form(const Request& request) {
  constexpr std::size_t limit = 1U << 16U;
  auto parameters = parsed_form(request.query);
  if (!parameters || request.method != "POST") return parameters;
  const auto body = whole_body(request, limit);
  if (!body || !has_content_type(request, "application/x-www-form-urlencoded")) return std::nullopt;
  auto form = parsed_form(*body);
  if (!form) return std::nullopt;
  parameters->merge(*form);
  return parameters;
}

}  // namespace jeton::sandbox
