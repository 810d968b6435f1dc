#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "jeton/oauth.hpp"

namespace jeton::oauth {
namespace {

using nlohmann::json;

constexpr int max_depth = 64;

std::unexpected<TokenError> unusable(std::string description) {
  return std::unexpected(TokenError{.kind = TokenError::Kind::unusable, .description = std::move(description)});
}

/// The body as JSON, or nothing where it is none or nests deeper than any token answer does.
std::optional<json> parse(const std::string& body) {
  bool too_deep = false;
  const auto watch_depth = [&](int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
    if (depth > max_depth) too_deep = true;
    return !too_deep;
  };
  auto parsed = json::parse(body, watch_depth, /*allow_exceptions=*/false);
  if (parsed.is_discarded() || too_deep) return std::nullopt;
  return parsed;
}

std::string camel_case(std::string_view snake_case) {
  std::string out;
  bool upper = false;
  for (const char c : snake_case) {
    if (c == '_') {
      upper = true;
    } else {
      out += upper ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
  }
  return out;
}

/// The field under the dialect's name or pointer, the RFC's name, or its camelCase form. null counts as absent, and a
/// malformed pointer points nowhere.
const json* field(const json& answer, const std::string& dialect_name, const std::string& rfc_name) {
  if (dialect_name.starts_with('/')) {
    try {
      const json::json_pointer pointer(dialect_name);
      if (answer.contains(pointer) && !answer.at(pointer).is_null()) return &answer.at(pointer);
    } catch (const json::exception&) {
      return nullptr;
    }
  }
  for (const auto& name : {dialect_name, rfc_name, camel_case(rfc_name)}) {
    const auto found = answer.find(name);
    if (found != answer.end() && !found->is_null()) return &*found;
  }
  return nullptr;
}

std::string text(const json* value) {
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

/// A number, or a string that is one from end to end.
std::optional<double> number(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& digits = value.get_ref<const std::string&>();
  double parsed = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(parsed)) return std::nullopt;
  return parsed;
}

std::string media_type(const HttpResponse& response) {
  const std::string_view value = find_header(response.headers, "Content-Type");
  return value.empty() ? "no content type" : std::string(value.substr(0, value.find(';')));
}

/// RFC 6749 section 5.2, or what the provider has in its place. The error may come with any status; some servers send
/// it with 200.
std::unexpected<TokenError> error_answer(const HttpResponse& response, const std::optional<json>& answer,
                                         const ResponseDialect& dialect) {
  const auto status = "HTTP status " + std::to_string(response.status);
  if (answer && answer->is_object()) {
    std::vector<ErrorNames> names{{"error", "error_description"}};
    names.insert(names.end(), dialect.errors.begin(), dialect.errors.end());
    for (const auto& name : names) {
      auto error = text(field(*answer, name.error, name.error));
      if (error.empty()) continue;
      return std::unexpected(
          TokenError{.kind = TokenError::Kind::refused,
                     .error = std::move(error),
                     .description = text(field(*answer, name.error_description, name.error_description))});
    }
    // RFC 9457 problem details, as a gateway in front of the token endpoint may send them.
    if (auto title = text(field(*answer, {}, "title")); !title.empty()) return unusable(status + ": " + title);
  }
  return unusable(status + " with " + (answer ? "JSON that names no error" : media_type(response)));
}

bool names_error(const json& answer, const ResponseDialect& dialect) {
  return field(answer, {}, "error") != nullptr || std::ranges::any_of(dialect.errors, [&](const ErrorNames& names) {
           return field(answer, names.error, names.error) != nullptr;
         });
}

std::expected<TokenResponse, TokenError> successful_answer(const json& answer, const ResponseDialect& dialect) {
  const json* access_token = field(answer, dialect.access_token, "access_token");
  if (access_token == nullptr) return unusable("the answer has no access_token");
  if (!access_token->is_string()) return unusable("the access_token in the answer is not a string");

  TokenResponse token{.access_token = access_token->get<std::string>()};
  if (const json* token_type = field(answer, dialect.token_type, "token_type")) {
    if (!token_type->is_string()) return unusable("token_type in the answer is not a string");
    token.token_type = token_type->get<std::string>();
  }
  if (token.token_type.empty() && dialect.presence == ResponseDialect::TokenType::required) {
    return unusable("the answer has no token_type");
  }
  if (const json* expires_in = field(answer, dialect.expires_in, "expires_in")) {
    token.expires_in = number(*expires_in);
    if (!token.expires_in) return unusable("expires_in in the answer is not a number");
  }
  token.scope = text(field(answer, dialect.scope, "scope"));
  return token;
}

}  // namespace

std::expected<TokenResponse, TokenError> token_response(const HttpResponse& response, const ResponseDialect& dialect) {
  const auto answer = parse(response.body);
  if (response.status < 200 || response.status > 299) return error_answer(response, answer, dialect);
  if (!answer) return unusable("the answer is not JSON (" + media_type(response) + ")");
  if (!answer->is_object()) return unusable("the answer is JSON, but not an object");
  if (field(*answer, dialect.access_token, "access_token") == nullptr && names_error(*answer, dialect)) {
    return error_answer(response, answer, dialect);
  }
  auto token = successful_answer(*answer, dialect);
  (token ? token->refresh_token : token.error().refresh_token) =
      text(field(*answer, dialect.refresh_token, "refresh_token"));
  return token;
}

std::expected<DeviceAuthorization, TokenError> device_authorization_response(const HttpResponse& response,
                                                                             const ResponseDialect& dialect) {
  const auto answer = parse(response.body);
  if (response.status < 200 || response.status > 299) return error_answer(response, answer, dialect);
  if (!answer || !answer->is_object()) return unusable("the answer is not a JSON object");
  if (field(*answer, {}, "device_code") == nullptr && names_error(*answer, dialect)) {
    return error_answer(response, answer, dialect);
  }
  DeviceAuthorization device{
      .device_code = text(field(*answer, {}, "device_code")),
      .user_code = text(field(*answer, {}, "user_code")),
      .verification_url = text(field(*answer, "verification_url", "verification_uri")),
      .verification_url_complete = text(field(*answer, "verification_url_complete", "verification_uri_complete"))};
  for (const auto& [name, value] : {std::pair("device_code", &device.device_code),
                                    {"user_code", &device.user_code},
                                    {"verification_uri", &device.verification_url}}) {
    if (value->empty()) return unusable("the answer has no " + std::string(name));
  }
  constexpr double longest = 86400;
  const auto seconds = [&](const char* name) {
    const json* const value = field(*answer, {}, name);
    const auto parsed = value != nullptr ? number(*value) : std::nullopt;
    return parsed && *parsed >= 1 ? std::optional(static_cast<std::int64_t>(std::min(*parsed, longest))) : std::nullopt;
  };
  const auto expires_in = seconds("expires_in");
  if (!expires_in) return unusable("expires_in in the answer is not a number of seconds");
  device.expires_in = *expires_in;
  device.interval = seconds("interval").value_or(device.interval);
  return device;
}

}  // namespace jeton::oauth
