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

std::span<const Setting> shaping_settings() {
  static constexpr std::array<Setting, 6> settings = {{{.name = "urls", .kind = Setting::Kind::texts},
                                                       {.name = "token_url", .kind = Setting::Kind::url},
                                                       {.name = "client_id"},
                                                       {.name = "credentials_file"},
                                                       {.name = "scope"},
                                                       {.name = "audience"}}};
  return settings;
}

}  // namespace jeton
