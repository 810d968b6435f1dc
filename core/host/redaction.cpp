#include "host/redaction.hpp"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "jeton/oauth.hpp"

namespace jeton {
namespace {

constexpr std::string_view redacted = "<redacted>";
constexpr std::size_t shortest = 4;

std::string replaced(std::string text, std::string_view part, std::string_view by) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + by.size())) {
    text.replace(at, part.size(), by);
  }
  return text;
}

/// The hexadecimal digits behind each `%` in small letters.
std::string with_small_digits(std::string text) {
  for (auto at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
    const auto digits = to_lower(std::string_view(text).substr(at + 1, 2));
    text.replace(at + 1, digits.size(), digits);
  }
  return text;
}

std::string in_json(std::string_view text, bool ascii) {
  const auto quoted = nlohmann::json(text).dump(-1, ' ', ascii, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

Redaction::~Redaction() {
  for (auto& form : forms_) wipe(form);
}

void Redaction::add(std::string_view secret) {
  if (secret.size() < shortest) return;
  const auto form = oauth::form_encode(secret);
  const auto url = replaced(form, "+", "%20");
  const auto json = in_json(secret, false);
  // Some servers escape slashes, too.
  for (auto& written : {std::string(secret), form, url, with_small_digits(form), with_small_digits(url), json,
                        replaced(json, "/", "\\/"), in_json(secret, true)}) {
    if (std::ranges::find(forms_, written) == forms_.end()) forms_.push_back(written);
  }
  std::ranges::stable_sort(forms_, std::ranges::greater(), [](const std::string& text) { return text.size(); });
}

std::string Redaction::operator()(std::string text) const {
  for (const auto& form : forms_) text = replaced(std::move(text), form, redacted);
  return text;
}

}  // namespace jeton
