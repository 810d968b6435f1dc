#include "configuration.hpp"

#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>

#include "json.hpp"

namespace jeton::sandbox {

namespace {

/// `text` as it stands between the quotes of a JSON or TOML string, whose escapes are the same.
std::string escaped(const std::string& text) {
  const std::string quoted = Json(text).dump();
  return quoted.substr(1, quoted.size() - 2);
}

std::string filled_in(std::string_view file_template, const Place& place, const std::filesystem::path& folder) {
  const std::array<std::pair<std::string_view, std::string>, 7> values = {{
      {"@url@", place.url()},
      {"@ip_url@", "https://127.0.0.1:" + std::to_string(place.port)},
      {"@dir@", folder.string()},
      {"@client_id@", place.client.id},
      {"@client_secret@", place.client.secret},
      {"@audience@", std::string(place.provider.client_credentials.audience)},
      {"@callback@", place.callback},
  }};
  std::string text(file_template);
  for (const auto& [mark, value] : values) {
    const std::string replacement = escaped(value);
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + replacement.size())) {
      text.replace(at, mark.size(), replacement);
    }
  }
  return text;
}

std::string machine_readable(std::span<const Place> places, const std::filesystem::path& folder) {
  Json json = {{"pid", getpid()},
               {"providers", Json::object()},
               {"ca_file", (folder / "ca.pem").string()},
               {"config", (folder / "config.toml").string()}};
  for (const Place& place : places) {
    Json& provider = json["providers"][place.provider.name];
    provider = {{"port", place.port}, {"url", place.url()}};
    if (!place.callback.empty()) provider["redirect_url"] = place.callback;
  }
  return to_text(json, 2) + '\n';
}

/// For DOCKER_CONFIG, which docker and skopeo read: the credential helper for the registries alone, so that the user's
/// own configuration can stay as it is.
std::string docker_configuration(std::span<const Place> places) {
  Json helpers = Json::object();
  for (const Place& place : places) helpers["localhost:" + std::to_string(place.port)] = "jeton";
  return to_text({{"credHelpers", std::move(helpers)}}, 2) + '\n';
}

}  // namespace

std::vector<File> configuration_files(std::span<const Place> places, const std::filesystem::path& folder,
                                      const std::string& ca_pem) {
  std::vector<File> files = {{"ca.pem", ca_pem}};
  std::string config = "# Written by jeton-sandbox; good for as long as it runs.\n";
  for (const Place& place : places) {
    const Provider& provider = place.provider;
    if (const FileTemplate& secret = provider.secret_file; !secret.name.empty()) {
      files.push_back({std::string(secret.name), filled_in(secret.content, place, folder)});
    }
    config += '\n' + filled_in(provider.profile, place, folder);
  }
  files.push_back({"config.toml", std::move(config)});
  files.push_back({"docker/config.json", docker_configuration(places)});
  files.push_back({"sandbox.json", machine_readable(places, folder)});
  return files;
}

}  // namespace jeton::sandbox
