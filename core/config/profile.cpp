#include "config/profile.hpp"

#include <algorithm>
#include <array>

#include "base/fingerprint.hpp"

namespace jeton {
namespace {

struct Describe {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const std::vector<std::string>& values) const {
    Fingerprint list;
    for (const auto& value : values) list.add(value);
    return list.hex();
  }
  std::string operator()(const Settings::Table& values) const {
    Fingerprint list;
    for (const auto& [name, value] : values) list.add(name).add(value);
    return list.hex();
  }

  std::string operator()(const SecretSource::Literal& literal) const { return "literal " + literal.value; }
  std::string operator()(const SecretSource::Variable& variable) const { return "env " + variable.name; }
  std::string operator()(const SecretSource::File& file) const { return "file " + file.path; }
  std::string operator()(const SecretSource::Credential& credential) const { return "credential " + credential.name; }
  std::string operator()(const SecretSource::Command& command) const {
    return "command " + operator()(command.arguments);
  }
};

constexpr std::array<std::string_view, 3> git_auths = {"auto", "basic", "bearer"};
constexpr std::array<std::string_view, 2> units = {"seconds", "minutes"};

constexpr std::array common = {
    Setting{.name = "provider",
            .need = Setting::Need::required,
            .meaning = "the plugin's name, as jeton plugins lists it, or a plugin's absolute path"},
    // The next six shape a service.
    Setting{.name = "urls",
            .kind = Setting::Kind::texts,
            .meaning = "what the token may be sent to, as https://host[:port][/path]; *.host is any host below it"},
    Setting{.name = "client_id", .meaning = "the application's name at the provider"},
    Setting{.name = "credentials_file",
            .meaning = "a JSON file with client_id, client_secret and more, as the provider gave it; a path"},
    Setting{.name = "token_url", .kind = Setting::Kind::url, .meaning = "the provider's token endpoint"},
    Setting{.name = "scope", .meaning = "what the token is to be good for, in the provider's words"},
    Setting{.name = "audience", .meaning = "whom the token is for, in the provider's words"},
    Setting{.name = "client_secret", .kind = Setting::Kind::secret, .meaning = "the application's secret"},
    Setting{.name = "username", .meaning = "the user name for git and docker; oauth2 unless set"},
    Setting{.name = "git_auth",
            .kind = Setting::Kind::choice,
            .choices = git_auths,
            .meaning = "how git sends the token; auto: Bearer where server and git can, else Basic"},
    Setting{.name = "headers",
            .kind = Setting::Kind::table,
            .meaning = "what the API wants with every call; goes into the curl configuration"},
    Setting{.name = "request_headers", .kind = Setting::Kind::table, .meaning = "headers of the token request"},
    Setting{.name = "expires_in_unit",
            .kind = Setting::Kind::choice,
            .choices = units,
            .meaning = "what the provider counts a token's life in"},
    Setting{.name = "default_lifetime",
            .meaning = "a token's life where the provider names none; a duration, 1h unless set"},
    Setting{.name = "min_validity", .meaning = "a token with less life left is not handed out; a duration"},
    Setting{.name = "ca_file", .meaning = "the certificates by which the provider is known; a path"},
    Setting{.name = "client_certificate", .meaning = "the certificate shown to the provider; a path"},
    Setting{.name = "client_key", .meaning = "that certificate's key; a path"},
    Setting{.name = "proxy", .meaning = "the URL of the proxy that the token request goes through"},
    Setting{.name = "connect_timeout",
            .meaning = "how long reaching the provider may take; a duration, 10s unless set"},
    Setting{.name = "timeout", .meaning = "how long the token request may take; a duration, 30s unless set"},
};

}  // namespace

std::string Profile::id() const {
  Fingerprint id;
  id.add(provider).add(service.token_url).add(client_id).add(credentials_file).add(connection.client_certificate);
  id.add("secrets").add(std::to_string(secrets.size()));
  for (const auto& [key, source] : secrets) id.add(key).add(std::visit(Describe{}, source.from));
  id.add(settings.text("audience", service.audience)).add(settings.text("scope", service.scope));
  id.add("request_headers").add(std::to_string(request_headers.size()));
  for (const auto& header : request_headers) id.add(header.name).add(header.value);
  for (const auto& [key, value] : settings.all()) {
    if (sent_settings.contains(key)) id.add(key).add(std::visit(Describe{}, value));
  }
  return id.hex().substr(0, 16);
}

bool Profile::asks_a_program() const {
  return std::ranges::any_of(
      secrets, [](const auto& secret) { return std::holds_alternative<SecretSource::Command>(secret.second.from); });
}

bool Profile::needs_consent() const {
  return service.grant == GrantType::authorization_code || service.grant == GrantType::device_code;
}

std::vector<std::string> Profile::secret_keys() const {
  std::vector<std::string> keys{"client_secret"};
  keys.insert(keys.end(), own_secrets.begin(), own_secrets.end());
  return keys;
}

std::span<const Setting> common_settings() {
  return common;
}

std::span<const Setting> shaping_settings() {
  return std::span(common).subspan(1, 6);
}

}  // namespace jeton
