#include "check.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

#include "base/text.hpp"
#include "config/profile.hpp"
#include "token/lifetime.hpp"

namespace jeton::golden {
namespace {

/// No key but these, so that a misspelt one does not check nothing.
void allow(const char* section, const Lines& lines, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : lines) {
    if (std::ranges::find(known, key.substr(0, key.find('.'))) == known.end()) {
      throw std::invalid_argument(std::string(section) + " knows no " + key);
    }
  }
}

std::vector<std::string> all(const Lines& lines, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& [name, value] : lines) {
    if (name == key) out.push_back(value);
  }
  return out;
}

/// The entries of the table `key`, which stand as `key.NAME`.
Lines entries(const Lines& lines, const std::string& key) {
  Lines out;
  for (const auto& [name, value] : lines) {
    if (name.starts_with(key + '.')) out.emplace_back(name.substr(key.size() + 1), value);
  }
  return out;
}

Settings::Value setting_value(const Lines& profile, const Setting& setting) {
  const std::string name(setting.name);
  switch (setting.kind) {
    case Setting::Kind::boolean: return find(profile, name) == "true";
    case Setting::Kind::texts: return all(profile, name);
    case Setting::Kind::table: {
      const auto table = entries(profile, name);
      return Settings::Table(table.begin(), table.end());
    }
    case Setting::Kind::secret: return std::string();  // that it is there, and nothing more
    case Setting::Kind::text:
    case Setting::Kind::url:
    case Setting::Kind::choice: return find(profile, name).value_or("");
  }
  return {};
}

const Setting& setting_of(std::span<const Setting> own, const std::string& key) {
  for (const auto group : {own, shaping_settings()}) {
    const auto found = std::ranges::find(group, key.substr(0, key.find('.')), &Setting::name);
    if (found != group.end()) return *found;
  }
  throw std::invalid_argument("the plugin knows no setting " + key);
}

Settings settings_of(const Exchange& exchange, std::span<const Setting> own) {
  Settings out;
  for (const auto& [key, value] : exchange.profile) {
    if (key == "provider") continue;
    if (key == "client_id") throw std::invalid_argument("client_id belongs into [client]");
    const auto& setting = setting_of(own, key);
    if (setting.kind == Setting::Kind::choice && std::ranges::find(setting.choices, value) == setting.choices.end()) {
      throw std::invalid_argument("\"" + value + "\" is no choice for " + key);
    }
    out.set(std::string(setting.name), setting_value(exchange.profile, setting));
  }
  if (auto client_id = find(exchange.client, "client_id")) out.set("client_id", std::move(*client_id));
  return out;
}

Client client_of(const Exchange& exchange, std::span<const Setting> own, const Settings& settings,
                 const Service& service) {
  const auto& lines = exchange.client;
  allow("[client]", lines, {"client_id", "client_secret", "audience", "scope", "request_headers", "parameters"});
  Client out{.settings = settings,
             .service = service,
             .client_id = find(lines, "client_id").value_or(""),
             .client_secret = find(lines, "client_secret").value_or(""),
             .secrets = {},
             .audience = find(lines, "audience").value_or(settings.text("audience", service.audience)),
             .scope = find(lines, "scope").value_or(settings.text("scope", service.scope)),
             .headers = {},
             .parameters = {}};
  for (const auto& setting : own) {
    const auto secret = find(exchange.profile, setting.name);
    if (setting.kind == Setting::Kind::secret && secret) out.secrets[std::string(setting.name)] = *secret;
  }
  for (const auto& [name, value] : entries(lines, "request_headers")) out.headers.push_back({name, value});
  for (const auto& [name, value] : entries(lines, "parameters")) out.parameters.push_back({name, value});
  return out;
}

/// What the [grant] says under that key; it must say it.
std::string needed(const Purpose& grant, const char* key) {
  const auto value = find(grant.values, key);
  if (!value) throw std::invalid_argument("[grant] has no " + std::string(key));
  return *value;
}

HttpRequest request_for(const Purpose& grant, const Provider& provider, const Client& client) {
  const auto& values = grant.values;
  if (grant.name == "client_credentials") {
    allow("[grant]", values, {});
    return provider.token_request(client, ClientCredentials{});
  }
  if (grant.name == "authorization_code") {
    allow("[grant]", values, {"code", "redirect_url", "code_verifier"});
    return provider.token_request(client,
                                  AuthorizationCode{.code = needed(grant, "code"),
                                                    .redirect_url = find(values, "redirect_url").value_or(""),
                                                    .code_verifier = find(values, "code_verifier").value_or("")});
  }
  if (grant.name == "device_code") {
    allow("[grant]", values, {"device_code"});
    return provider.token_request(client, DeviceCode{.device_code = needed(grant, "device_code")});
  }
  if (grant.name == "refresh_token") {
    allow("[grant]", values, {"refresh_token"});
    return provider.token_request(client, RefreshToken{.refresh_token = needed(grant, "refresh_token")});
  }
  if (grant.name == "device_authorization") {
    allow("[grant]", values, {});
    return provider.device_authorization_request(client);
  }
  if (grant.name == "revocation") {
    allow("[grant]", values, {"token", "token_type_hint"});
    return provider.revocation_request(
        client, {.token = needed(grant, "token"), .token_type_hint = find(values, "token_type_hint").value_or("")});
  }
  throw std::invalid_argument("there is no grant " + grant.name);
}

HttpResponse response_of(const Message& answer) {
  const auto status =
      answer.first_line.starts_with("HTTP ") ? parse_integer(answer.first_line.substr(5)) : std::nullopt;
  if (!status) throw std::invalid_argument("an answer starts with \"HTTP STATUS\"");
  return {.status = static_cast<int>(*status), .headers = answer.headers, .body = answer.body};
}

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
