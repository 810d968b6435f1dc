#include <algorithm>

#include "jeton/oauth.hpp"

namespace jeton::oauth {
namespace {

void set(Parameters& parameters, Parameter parameter) {
  const auto same = std::ranges::find(parameters, parameter.name, &Parameter::name);
  if (same == parameters.end()) {
    parameters.push_back(std::move(parameter));
  } else {
    *same = std::move(parameter);
  }
}

void set_present(Parameters& parameters, std::string_view name, const std::string& value) {
  if (!value.empty()) set(parameters, {std::string(name), value});
}

std::string separated(std::string scope, std::string_view separator) {
  if (separator == " ") return scope;
  std::string out;
  for (const char c : scope) out += c == ' ' ? std::string(separator) : std::string(1, c);
  return out;
}

Parameter grant_type(const Grant& grant) {
  struct Name {
    const char* operator()(const ClientCredentials& /*grant*/) const { return "client_credentials"; }
  };
  return {"grant_type", std::visit(Name{}, grant)};
}

std::string with_query(std::string url, const Parameters& query) {
  if (!query.empty()) url += (url.contains('?') ? '&' : '?') + form_body(query);
  return url;
}

}  // namespace

HttpRequest token_request(const Client& client, const Grant& grant, const RequestDialect& dialect) {
  HttpRequest request{.url = with_query(client.service.token_url, dialect.query)};
  set_header(request.headers, "Accept", "application/json");
  set_header(request.headers, "Content-Type",
             dialect.format == RequestFormat::json ? "application/json" : "application/x-www-form-urlencoded");

  Parameters parameters{grant_type(grant)};
  switch (dialect.client_auth) {
    case ClientAuth::basic:
      set_header(request.headers, "Authorization", basic_authorization(client.client_id, client.client_secret));
      break;
    case ClientAuth::basic_raw:
      set_header(request.headers, "Authorization", basic_authorization_raw(client.client_id, client.client_secret));
      break;
    case ClientAuth::body:
      set(parameters, {"client_id", client.client_id});
      set(parameters, {"client_secret", client.client_secret});
      break;
    case ClientAuth::none: set(parameters, {"client_id", client.client_id}); break;
  }
  set_present(parameters, "audience", client.audience);
  set_present(parameters, "scope", separated(client.scope, dialect.scope_separator));
  for (const auto& parameter : client.parameters) set(parameters, parameter);
  for (const auto& parameter : dialect.parameters) set(parameters, parameter);

  request.body = dialect.format == RequestFormat::json ? json_body(parameters) : form_body(parameters);
  for (const auto& header : client.headers) set_header(request.headers, header.name, header.value);
  return request;
}

}  // namespace jeton::oauth
