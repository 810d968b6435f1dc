#include "config/secret.hpp"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/fingerprint.hpp"
#include "base/process.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

using nlohmann::json;

[[noreturn]] void fail(const std::string& message) {
  throw Error(Status::configuration, message);
}

std::string without_newline(std::string text) {
  const std::size_t newline = text.ends_with("\r\n") ? 2 : text.ends_with('\n') ? 1 : 0;
  text.resize(text.size() - newline);
  return text;
}

/// The stamp is taken before the file is read: a change in between then shows.
std::string read_secret_file(const std::string& path, std::vector<Source>& sources) {
  auto stamp = Stamp::of(path);
  auto file = read_user_file(path, Status::configuration);
  const auto trouble = writable_by_others(path, file.mode, file.owner == 0 ? ::geteuid() : file.owner);
  if (!trouble.empty()) fail(trouble);
  sources.push_back({Source::Kind::file, path, std::move(stamp.text)});
  return std::move(file.text);
}

struct Read {
  const std::string& key;
  Seconds patience;
  const Environment& environment;
  std::vector<Source>& sources;

  std::string operator()(const SecretSource::Literal& literal) const { return literal.value; }

  std::string operator()(const SecretSource::Variable& variable) const {
    auto value = environment(variable.name.c_str());
    if (!value || value->empty()) fail(key + ": the environment variable " + variable.name + " is not set");
    sources.push_back({Source::Kind::environment, variable.name, fingerprint(*value)});
    return std::move(*value);
  }

  std::string operator()(const SecretSource::File& file) const {
    try {
      return without_newline(read_secret_file(file.path, sources));
    } catch (const Error& error) {
      fail(key + ": " + error.what());
    }
  }

  std::string operator()(const SecretSource::Credential& credential) const {
    const auto folder = environment("CREDENTIALS_DIRECTORY").value_or("");
    if (folder.empty()) {
      fail(key + ": CREDENTIALS_DIRECTORY is not set; add LoadCredential=" + credential.name + " to the systemd unit");
    }
    return operator()(SecretSource::File{folder + '/' + credential.name});
  }

  std::string operator()(const SecretSource::Command& command) const {
    const auto& program = command.arguments.front();
    const auto output = run_for_output(command.arguments, patience);
    // Its arguments are not shown: there may be a secret among them.
    const std::string remedy = "; run the command of the configuration yourself to see why";
    switch (output.end) {
      case ProcessOutput::End::not_started:
        fail(key + ": " + program + " cannot be run: " + output.reason + "; install it, or correct the configuration");
      case ProcessOutput::End::timed_out:
        fail(key + ": " + program + " did not end within " + in_words(patience) + remedy);
      case ProcessOutput::End::failed: fail(key + ": " + program + " " + output.reason + remedy);
      case ProcessOutput::End::succeeded: return without_newline(output.text);
    }
    return {};
  }
};

std::string text_of(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

std::string read_secret(const SecretSource& source, const std::string& key, Seconds patience,
                        const Environment& environment, std::vector<Source>& sources) {
  auto secret = std::visit(Read{key, patience, environment, sources}, source.from);
  if (secret.empty()) fail(key + " is empty");
  return secret;
}

void take_credentials(std::string text, const std::string& path, const Profile& profile, Client& client) {
  auto object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  wipe(text);
  if (!object.is_object()) fail("credentials_file: " + path + " is not a JSON object; download it again");

  const auto take = [&](const char* name, std::string& into) {
    const auto found = object.find(name);
    if (found == object.end()) return;
    if (!found->is_string()) fail("credentials_file: \"" + std::string(name) + "\" in " + path + " is not a string");
    if (into.empty()) into = found->get<std::string>();
    object.erase(found);
  };
  take("client_id", client.client_id);
  take("client_secret", client.client_secret);
  for (auto* const name : {"audience", "scope"}) {
    if (profile.settings.has(name)) object.erase(name);
  }
  std::string audience;
  std::string scope;
  take("audience", audience);
  take("scope", scope);
  if (!audience.empty()) client.audience = audience;
  if (!scope.empty()) client.scope = scope;
  for (const auto& [name, value] : object.items()) {
    client.parameters.push_back({name, text_of(value), value.is_string() ? std::string() : value.dump()});
  }
}

void read_credentials_file(const std::string& path, const Profile& profile, Client& client,
                           std::vector<Source>& sources) {
  take_credentials(read_secret_file(path, sources), path, profile, client);
}

Seconds secret_patience() {
  constexpr Seconds alone = 10;
  constexpr Seconds on_a_terminal = 60;
  return ::isatty(STDERR_FILENO) != 0 ? on_a_terminal : alone;
}

Client read_client(const Profile& profile, const Environment& environment, const FindStored& find_stored,
                   std::vector<Source>& sources) {
  Client client{.settings = profile.settings,
                .service = profile.service,
                .client_id = profile.client_id,
                .client_secret = {},
                .secrets = {},
                .audience = profile.settings.text("audience", profile.service.audience),
                .scope = profile.settings.text("scope", profile.service.scope),
                .headers = profile.request_headers,
                .parameters = {}};
  for (const auto& [key, source] : profile.secrets) {
    auto& secret = key == "client_secret" ? client.client_secret : client.secrets[key];
    secret = read_secret(source, key, secret_patience(), environment, sources);
  }
  if (!profile.credentials_file.empty()) read_credentials_file(profile.credentials_file, profile, client, sources);
  for (const auto& key : profile.own_secrets) {
    if (client.secrets.contains(key)) continue;
    if (auto stored = find_stored(key)) client.secrets[key] = std::move(*stored);
  }
  if (profile.service.grant == GrantType::static_token) return client;

  if (client.client_secret.empty()) client.client_secret = find_stored("client_secret").value_or("");
  if (client.client_id.empty()) fail("client_id is missing in " + profile.credentials_file);
  if (client.client_secret.empty() && profile.service.client_secret == Setting::Need::required) {
    fail("client_secret is missing; say in the profile where it is, or run: jeton secret set " + profile.name +
         " client_secret");
  }
  return client;
}

}  // namespace jeton
