#include "form.hpp"

#include <algorithm>
#include <charconv>

namespace jeton::sandbox {

std::optional<std::string> form_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned int byte = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc{} || digits.size() != 2 || end != digits.data() + 2) return std::nullopt;
    decoded += static_cast<char>(byte);
    i += 2;
  }
  return decoded;
}

std::string form_encoded(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else if (c == ' ') {
      encoded += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
    }
  }
  return encoded;
}

std::optional<Parameters> parsed_form(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = form_decoded(pair.substr(0, equals));
    const auto value = form_decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return std::nullopt;
    if (!value->empty() && !parameters.emplace(*name, *value).second) return std::nullopt;
  }
  return parameters;
}

std::string_view value(const Parameters& parameters, std::string_view name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::string> flaw_in(const Parameters& parameters, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (!parameters.contains(name)) return "missing parameter: " + std::string(name);
  }
  for (const auto& [name, value] : parameters) {
    if (std::ranges::find(names, name) == names.end()) return "unknown parameter: " + name;
  }
  return std::nullopt;
}

}  // namespace jeton::sandbox
