#include "golden/check.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "golden/input.hpp"
#include "token/lifetime.hpp"

namespace jeton::golden {
namespace {

std::string name_of(GrantType grant) {
  switch (grant) {
    case GrantType::client_credentials: return "client_credentials";
    case GrantType::authorization_code: return "authorization_code";
    case GrantType::device_code: return "device_code";
    case GrantType::static_token: return "static";
  }
  return {};
}

/// A service in the words of [service].
Lines described(const Service& service) {
  Lines out{{"grant", name_of(service.grant)},
            {"token_url", service.token_url},
            {"refresh_url", service.refresh_url},
            {"authorization_url", service.authorization_url},
            {"device_authorization_url", service.device_authorization_url},
            {"revocation_url", service.revocation_url},
            {"redirect_url", service.redirect_url},
            {"pkce", service.pkce == Pkce::s256 ? "s256" : "off"},
            {"audience", service.audience},
            {"scope", service.scope},
            {"client_secret", service.client_secret == Setting::Need::required ? "required" : "optional"},
            {"max_age", service.max_age ? std::to_string(*service.max_age) : ""}};
  for (const auto& url : service.urls) out.emplace_back("urls", url);
  for (const auto& header : service.api_headers) out.emplace_back("api_headers." + header.name, header.value);
  return out;
}

/// A request as it is sent, its headers in the order of their names: that order means nothing.
std::string shown(std::string first_line, Headers headers, const std::string& body) {
  std::ranges::sort(headers, {}, [](const Header& header) { return to_lower(header.name); });
  std::string out = std::move(first_line) + '\n';
  for (const auto& header : headers) out += header.name + ": " + header.value + '\n';
  return out + '\n' + body;
}

std::string in_one_line(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : " ") + value;
  return out;
}

class Checker {
 public:
  void same(const std::string& what, const std::string& wanted, const std::string& got) {
    if (wanted != got) differences.push_back(what + " should be\n" + wanted + "\nand is\n" + got);
  }
  /// A value that is absent where the file does not have it.
  void same_text(const Lines& wanted, const char* key, const std::string& got) {
    same(key, find(wanted, key).value_or(""), got);
  }

  void check_service(const Lines& wanted, const Service& got);
  void check_setting_error(const Lines& wanted, const SettingError* got);
  void check_authorization(const Exchange& exchange, const Provider& provider, const Client& client);
  void check_token(const Message& answer, const Lines& wanted, const TokenResponse& got);
  void check_device(const Lines& wanted, const DeviceAuthorization& got);
  void check_error(const Lines& wanted, const TokenError& got);
  void check_answer(const Exchange& exchange, const Provider& provider, const Client& client);

  std::vector<std::string> differences;
};

void Checker::check_service(const Lines& wanted, const Service& got) {
  const auto lines = described(got);
  std::vector<std::string> checked;
  for (const auto& [key, value] : wanted) {
    const bool is_header = key.starts_with("api_headers.");
    if (!is_header && key != "urls" && !find(lines, key)) throw std::invalid_argument("[service] knows no " + key);
    if (std::ranges::find(checked, key) != checked.end()) continue;
    checked.push_back(key);
    same(key, in_one_line(all(wanted, key)), in_one_line(all(lines, key)));
  }
}

void Checker::check_setting_error(const Lines& wanted, const SettingError* got) {
  allow("[setting_error]", wanted, {"key", "message"});
  same("the setting that is refused", find(wanted, "key").value_or(""), got != nullptr ? got->key : "none");
  if (const auto message = find(wanted, "message"); message && got != nullptr) same("message", *message, got->message);
}

void Checker::check_authorization(const Exchange& exchange, const Provider& provider, const Client& client) {
  const auto& lines = *exchange.authorization;
  allow("[authorization]", lines, {"redirect_url", "state", "code_challenge", "url"});
  const auto got = provider.authorization_url(client, {.redirect_url = find(lines, "redirect_url").value_or(""),
                                                       .state = find(lines, "state").value_or(""),
                                                       .code_challenge = find(lines, "code_challenge").value_or("")});
  if (exchange.setting_error) return check_setting_error(*exchange.setting_error, got ? nullptr : &got.error());
  same("the address", find(lines, "url").value_or(""), got ? *got : got.error().key + ' ' + got.error().message);
}

void Checker::check_token(const Message& answer, const Lines& wanted, const TokenResponse& got) {
  allow("[token]", wanted, {"access_token", "token_type", "expires_in", "refresh_token", "scope", "lives"});
  same_text(wanted, "access_token", got.access_token);
  same_text(wanted, "token_type", got.token_type);
  same_text(wanted, "refresh_token", got.refresh_token);
  same_text(wanted, "scope", got.scope);
  const auto expires_in = find(wanted, "expires_in");
  same("expires_in", std::to_string(expires_in ? std::stod(*expires_in) : -1),
       std::to_string(got.expires_in.value_or(-1)));
  if (const auto lives = find(wanted, "lives")) {
    const auto life = lifetime({.expires_in = got.expires_in,
                                .jwt = jwt_times(got.access_token),
                                .date = parse_http_date(find_header(answer.headers, "Date"))},
                               0);
    same("its lifetime", *lives, life ? std::to_string(life->seconds) + " by " + life->by : life.error());
  }
}

void Checker::check_device(const Lines& wanted, const DeviceAuthorization& got) {
  allow("[device_authorization]", wanted,
        {"device_code", "user_code", "verification_url", "verification_url_complete", "expires_in", "interval"});
  same_text(wanted, "device_code", got.device_code);
  same_text(wanted, "user_code", got.user_code);
  same_text(wanted, "verification_url", got.verification_url);
  same_text(wanted, "verification_url_complete", got.verification_url_complete);
  same_text(wanted, "expires_in", std::to_string(got.expires_in));
  same("interval", find(wanted, "interval").value_or("5"), std::to_string(got.interval));
}

void Checker::check_error(const Lines& wanted, const TokenError& got) {
  allow("[error]", wanted, {"kind", "error", "description", "shows", "hides", "refresh_token"});
  same_text(wanted, "refresh_token", got.refresh_token);
  for (const auto& [key, value] : wanted) {
    const bool shows = got.description.contains(value);
    if (key == "kind") same(key, value, got.kind == TokenError::Kind::refused ? "refused" : "unusable");
    if (key == "error") same(key, value, got.error);
    if (key == "description") same(key, value, got.description);
    if (key == "shows" && !shows)
      differences.push_back("the description does not show " + value + ": " + got.description);
    if (key == "hides" && (shows || got.error.contains(value)))
      differences.push_back("the error shows " + value + ": " + got.error + ' ' + got.description);
  }
}

void Checker::check_answer(const Exchange& exchange, const Provider& provider, const Client& client) {
  const auto response = response_of(*exchange.answer);
  const auto check_either = [&](const auto& got, const auto& check_good) {
    if (got && exchange.error) differences.emplace_back("the answer was not refused");
    if (got && !exchange.error) check_good(*got);
    if (!got && exchange.error) check_error(*exchange.error, got.error());
    if (!got && !exchange.error) {
      differences.push_back("the answer was refused: " + got.error().error + ' ' + got.error().description);
    }
  };
  if (exchange.grant.name == "device_authorization") {
    check_either(provider.device_authorization_response(client, response),
                 [&](const DeviceAuthorization& got) { check_device(*exchange.device_authorization, got); });
  } else {
    check_either(provider.token_response(client, response),
                 [&](const TokenResponse& got) { check_token(*exchange.answer, *exchange.token, got); });
  }
}

}  // namespace

std::vector<std::string> check(const Exchange& exchange, const Provider& provider) {
  Checker checker;
  const auto own = provider.metadata().settings;
  const auto settings = settings_of(exchange, own);
  const auto service = provider.service(settings);
  if (exchange.setting_error && !exchange.authorization) {
    checker.check_setting_error(*exchange.setting_error, service ? nullptr : &service.error());
    return checker.differences;
  }
  if (!service) throw std::invalid_argument(service.error().key + ' ' + service.error().message);
  if (exchange.service) checker.check_service(*exchange.service, *service);

  const auto client = client_of(exchange, own, settings, *service);
  if (exchange.authorization) checker.check_authorization(exchange, provider, client);
  if (exchange.request) {
    const auto got = request_for(exchange.grant, provider, client);
    checker.same("the request", shown(exchange.request->first_line, exchange.request->headers, exchange.request->body),
                 shown(got.method + ' ' + got.url, got.headers, got.body));
  }
  if (exchange.answer) checker.check_answer(exchange, provider, client);
  return checker.differences;
}

}  // namespace jeton::golden
