#include "oauth/parameters.hpp"

#include <algorithm>

namespace jeton::oauth {

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

std::string separated(const std::string& scope, std::string_view separator) {
  std::string out;
  for (const char c : scope) out += c == ' ' ? std::string(separator) : std::string(1, c);
  return out;
}

std::string with_query(std::string url, const Parameters& query) {
  if (!query.empty()) url += (url.contains('?') ? '&' : '?') + form_body(query);
  return url;
}

void authenticate(HttpRequest& request, Parameters& parameters, const Client& client, ClientAuth client_auth) {
  switch (client_auth) {
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
}

void complete(HttpRequest& request, const Parameters& parameters, const Client& client, RequestFormat format) {
  const bool json = format == RequestFormat::json;
  set_header(request.headers, "Accept", "application/json");
  set_header(request.headers, "Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
  request.body = json ? json_body(parameters) : form_body(parameters);
  for (const auto& header : client.headers) set_header(request.headers, header.name, header.value);
}

}  // namespace jeton::oauth
