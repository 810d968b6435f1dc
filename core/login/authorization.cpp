#include "login/authorization.hpp"

#include <sodium/crypto_hash_sha256.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "match/request_url.hpp"

namespace jeton {
namespace {

std::string base64url(std::span<const unsigned char> bytes) {
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  ::sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
  out.pop_back();  // its NUL
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// application/x-www-form-urlencoded; nothing for a broken escape.
std::optional<std::string> form_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

/// Nothing where a parameter is broken or there twice (section 3.1 forbids it).
std::optional<std::map<std::string, std::string>> parameters_of(std::string_view query) {
  std::map<std::string, std::string> out;
  for (const auto part : split(query, '&')) {
    if (part.empty()) continue;
    const auto equals = std::min(part.find('='), part.size());
    auto name = form_decode(part.substr(0, equals));
    auto value = form_decode(part.substr(std::min(equals + 1, part.size())));
    if (!name || !value || !out.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
  }
  return out;
}

/// RFC 6749 appendix A.11 has printable ASCII alone. More is sent as it came, as long as it is text: a control
/// character came with what was pasted, and bytes that are not UTF-8's have no place in a JSON body.
bool is_code(std::string_view text) {
  return escaped(text) == text;
}

constexpr const char* no_code = "has a character in its code that no code has";

}  // namespace

std::string random_token() {
  std::array<unsigned char, 32> bytes{};
  ::randombytes_buf(bytes.data(), bytes.size());
  return base64url(bytes);
}

std::string s256(std::string_view code_verifier) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  ::crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(code_verifier.data()),
                       code_verifier.size());
  return base64url(digest);
}

std::expected<AuthorizationResponse, std::string> read_redirect(std::string_view query, const Authorization& login) {
  const auto parameters = parameters_of(query);
  if (!parameters) return std::unexpected("has a parameter that is broken or there twice");
  const auto value = [&](const char* name) {
    const auto found = parameters->find(name);
    return found == parameters->end() ? std::string() : found->second;
  };
  AuthorizationResponse response{
      .code = value("code"), .error = value("error"), .error_description = value("error_description")};
  if (response.code.empty() && response.error.empty()) return std::unexpected("has neither a code nor an error in it");
  if (!login.state.empty() && !equal_secrets(value("state"), login.state))
    return std::unexpected("belongs to another login (its state differs)");
  if (const auto issuer = value("iss"); !issuer.empty()) {
    const auto origin = origin_of(issuer);
    if (origin.empty() || std::ranges::find(login.origins, origin) == login.origins.end()) {
      return std::unexpected("comes from another provider, " + printable(issuer));
    }
  }
  if (!is_code(response.code)) return std::unexpected(no_code);
  return response;
}

std::expected<AuthorizationResponse, std::string> read_pasted(std::string_view text, const Authorization& login) {
  text = trim(text);
  if (text.empty()) return std::unexpected("is empty");
  // A part of the address counts as one, too, lest its state goes unchecked.
  const bool is_query = text.starts_with("code=") || text.starts_with("error=") || text.starts_with("state=");
  const bool has_query =
      text.contains("?code=") || text.contains("&code=") || text.contains("?error=") || text.contains("&error=");
  if (is_query) return read_redirect(text, login);
  if (!has_query && !text.starts_with("http://") && !text.starts_with("https://")) {
    if (!is_code(text)) return std::unexpected(no_code);
    return AuthorizationResponse{.code = std::string(text), .error = {}, .error_description = {}};
  }
  text = text.substr(0, text.find('#'));
  const auto question = std::min(text.find('?'), text.size());
  return read_redirect(text.substr(std::min(question + 1, text.size())), login);
}

std::string origin_of(const std::string& url) {
  const auto parsed = parse_request_url(url);
  return parsed ? *parsed->scheme + "://" + server_name(parsed->authority, *parsed->scheme) : std::string();
}

}  // namespace jeton
