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

/// RFC 6749 section 5.2. The error may come with any status; some servers send it with 200.
std::unexpected<TokenError> error_answer(const HttpResponse& response, const std::optional<json>& answer) {
  const auto status = "HTTP status " + std::to_string(response.status);
  if (answer && answer->is_object()) {
    if (auto error = text(field(*answer, {}, "error")); !error.empty()) {
      return std::unexpected(
          TokenError{TokenError::Kind::refused, std::move(error), text(field(*answer, {}, "error_description"))});
    }
    // RFC 9457 problem details, as a gateway in front of the token endpoint may send them.
    if (auto title = text(field(*answer, {}, "title")); !title.empty()) return unusable(status + ": " + title);
  }
  return unusable(status + " with " + (answer ? "JSON that names no error" : media_type(response)));
}

}  // namespace

std::expected<TokenResponse, TokenError> token_response(const HttpResponse& response, const ResponseDialect& dialect) {
  const auto answer = parse(response.body);
  if (response.status < 200 || response.status > 299) return error_answer(response, answer);
  if (!answer) return unusable("the answer is not JSON (" + media_type(response) + ")");
  if (!answer->is_object()) return unusable("the answer is JSON, but not an object");

  const json* access_token = field(*answer, dialect.access_token, "access_token");
  if (access_token == nullptr) {
    if (field(*answer, {}, "error") != nullptr) return error_answer(response, answer);
    return unusable("the answer has no access_token");
  }
  if (!access_token->is_string()) return unusable("the access_token in the answer is not a string");

  TokenResponse token{.access_token = access_token->get<std::string>()};
  if (const json* token_type = field(*answer, dialect.token_type, "token_type")) {
    if (!token_type->is_string()) return unusable("token_type in the answer is not a string");
    token.token_type = token_type->get<std::string>();
  }
  if (token.token_type.empty() && dialect.presence == ResponseDialect::TokenType::required) {
    return unusable("the answer has no token_type");
  }
  if (const json* expires_in = field(*answer, dialect.expires_in, "expires_in")) {
    token.expires_in = number(*expires_in);
    if (!token.expires_in) return unusable("expires_in in the answer is not a number");
  }
  token.scope = text(field(*answer, dialect.scope, "scope"));
  return token;
}

}  // namespace jeton::oauth
