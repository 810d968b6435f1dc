#include "token_request.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace jeton::sandbox {

namespace {

std::unexpected<Response> refused(const Refusal& refusal, std::string_view detail = {}) {
  return std::unexpected(json_response(
      refusal.status,
      {{"error", refusal.error}, {"error_description", std::string(refusal.error_description) + std::string(detail)}},
      {{"Cache-Control", "no-store"}, {"Pragma", "no-cache"}}));
}

/// The body as a JSON object, or nothing if it is none or has a member twice.
std::optional<Json> parsed_object(const std::string& body) {
  std::size_t keys = 0;
  const Json::parser_callback_t count_keys = [&](int depth, Json::parse_event_t event, const Json&) {
    if (depth == 1 && event == Json::parse_event_t::key) ++keys;
    return true;
  };
  Json object = Json::parse(body, count_keys, false);
  if (!object.is_object() || object.size() != keys) return std::nullopt;
  return object;
}

std::vector<std::string_view> documented_fields(const ClientCredentials& credentials) {
  std::vector<std::string_view> fields = {"client_id", "client_secret", "grant_type"};
  if (!credentials.audience.empty()) fields.emplace_back("audience");
  return fields;
}

/// What is wrong with the members of the body; nothing if they are the documented ones, all strings.
std::optional<std::string> flaw_in(const Json& object, const std::vector<std::string_view>& fields) {
  for (const std::string_view field : fields) {
    if (!object.contains(field)) return "missing parameter: " + std::string(field);
    if (!object[field].is_string()) return "not a string: " + std::string(field);
  }
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(fields, name) == fields.end()) return "unknown parameter: " + name;
  }
  return std::nullopt;
}

}  // namespace

std::expected<void, Response> check_token_request(const Provider& provider, const Client& client,
                                                  const Request& request, const std::string& body) {
  const ClientCredentials& credentials = provider.client_credentials;
  const Refusals& refusals = credentials.refusals;
  if (request.method != "POST") return std::unexpected(method_not_allowed("POST"));
  if (!provider.accept.empty() && !accepts(request, provider.accept)) {
    return refused({406, "invalid_request", "the Accept header has to be "}, provider.accept);
  }
  // RFC 6749 section 2.3.1: the parameters must not be in the URI, where servers and proxies write them into logs.
  if (!request.query.empty()) return refused(refusals.malformed, "parameters belong into the body");
  if (!has_content_type(request, "application/json")) return refused(refusals.content_type);

  const std::optional<Json> parameters = parsed_object(body);
  if (!parameters) return refused(refusals.malformed, "the body is not a JSON object, or has a member twice");
  if (const auto flaw = flaw_in(*parameters, documented_fields(credentials))) return refused(refusals.malformed, *flaw);

  const auto parameter = [&](const char* name) { return (*parameters)[name].get<std::string>(); };
  if (parameter("client_id") != client.id || parameter("client_secret") != client.secret) {
    return refused(refusals.client);
  }
  if (!credentials.audience.empty() && parameter("audience") != credentials.audience) {
    return refused(refusals.audience, parameter("audience"));
  }
  if (parameter("grant_type") != "client_credentials") return refused(refusals.grant_type, parameter("grant_type"));
  return {};
}

}  // namespace jeton::sandbox
