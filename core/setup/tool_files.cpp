#include "setup/tool_files.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"

namespace jeton {
namespace {

bool is_there(const std::string& path) {
  return ::access(path.c_str(), R_OK) == 0;
}

/// A variable that is set, and not to nothing.
std::optional<std::string> value_of(const char* name, const Environment& environment) {
  auto value = environment(name);
  return value && !value->empty() ? value : std::nullopt;
}

std::string below_config_home(const std::string& home, const Environment& environment, const char* path) {
  return value_of("XDG_CONFIG_HOME", environment).value_or(home + "/.config") + path;
}

}  // namespace

std::string git_configuration_file(const std::string& home, const Environment& environment) {
  if (auto named = value_of("GIT_CONFIG_GLOBAL", environment)) return *named;
  const auto in_home = home + "/.gitconfig";
  const auto in_config_home = below_config_home(home, environment, "/git/config");
  return !is_there(in_home) && is_there(in_config_home) ? in_config_home : in_home;
}

std::string docker_configuration_file(const std::string& home, const Environment& environment) {
  return value_of("DOCKER_CONFIG", environment).value_or(home + "/.docker") + "/config.json";
}

std::string containers_auth_file(const std::string& home, const Environment& environment) {
  if (auto named = value_of("REGISTRY_AUTH_FILE", environment)) return *named;
  return below_config_home(home, environment, "/containers/auth.json");
}

std::optional<std::string> passing_containers_auth_file(const Environment& environment) {
  const auto folder = value_of("XDG_RUNTIME_DIR", environment);
  if (!folder || value_of("REGISTRY_AUTH_FILE", environment)) return std::nullopt;
  return *folder + "/containers/auth.json";
}

std::vector<std::string> curl_configuration_files(const std::string& home, const Environment& environment) {
  std::vector<std::string> files;
  if (const auto folder = value_of("CURL_HOME", environment)) files.push_back(*folder + "/.curlrc");
  if (const auto folder = value_of("XDG_CONFIG_HOME", environment)) {
    files.push_back(*folder + "/curlrc");
    files.push_back(*folder + "/.curlrc");
  }
  files.push_back(home + "/.curlrc");
  files.push_back(home + "/.config/curlrc");
  return files;
}

bool is_on_path(std::string_view program, const Environment& environment) {
  const auto path = environment("PATH").value_or("");
  return std::ranges::any_of(split(path, ':'), [&](std::string_view folder) {
    const auto file = std::string(folder) + '/' + std::string(program);
    std::error_code error;
    return !folder.empty() && ::access(file.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(file, error);
  });
}

}  // namespace jeton
