#include <nlohmann/json.hpp>

#include "jeton/oauth.hpp"

namespace jeton::oauth {
namespace {

bool unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '*' || c == '-' ||
         c == '.' || c == '_';
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto byte = [&](std::size_t i) -> unsigned {
      return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
    };
    const unsigned group = byte(0) << 16U | byte(1) << 8U | byte(2);
    out += alphabet[group >> 18U & 63U];
    out += alphabet[group >> 12U & 63U];
    out += at + 1 < bytes.size() ? alphabet[group >> 6U & 63U] : '=';
    out += at + 2 < bytes.size() ? alphabet[group & 63U] : '=';
  }
  return out;
}

}  // namespace

std::string form_encode(std::string_view value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    if (unreserved(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

std::string form_body(const Parameters& parameters) {
  std::string out;
  for (const auto& parameter : parameters) {
    if (!out.empty()) out += '&';
    out += form_encode(parameter.name) + '=' + form_encode(parameter.value);
  }
  return out;
}

std::string json_body(const Parameters& parameters) {
  auto object = nlohmann::ordered_json::object();
  for (const auto& parameter : parameters) {
    if (parameter.json.empty()) {
      object[parameter.name] = parameter.value;
    } else {
      object[parameter.name] = nlohmann::ordered_json::parse(parameter.json);
    }
  }
  return object.dump();
}

std::string basic_authorization(std::string_view client_id, std::string_view client_secret) {
  return basic_authorization_raw(form_encode(client_id), form_encode(client_secret));
}

std::string basic_authorization_raw(std::string_view client_id, std::string_view client_secret) {
  std::string pair(client_id);
  pair += ':';
  pair += client_secret;
  return "Basic " + base64(pair);
}

}  // namespace jeton::oauth
