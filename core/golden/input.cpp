#include "golden/input.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "config/profile.hpp"

namespace jeton::golden {
namespace {

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

/// What the [grant] says under that key; it must say it.
std::string needed(const Purpose& grant, const char* key) {
  const auto value = find(grant.values, key);
  if (!value) throw std::invalid_argument("[grant] has no " + std::string(key));
  return *value;
}

}  // namespace

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

}  // namespace jeton::golden
