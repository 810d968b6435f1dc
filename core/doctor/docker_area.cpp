#include "doctor/docker_area.hpp"

#include <algorithm>
#include <array>

#include "base/file.hpp"
#include "base/text.hpp"
#include "docker/credential.hpp"
#include "setup/tool_files.hpp"

namespace jeton {
namespace {

const ProfileRoute* profile_for(std::span<const ProfileRoute> profiles, const std::string& registry) {
  const auto server = docker::parse_server(registry);
  if (!server) return nullptr;
  const auto covers = [&](const ProfileRoute& profile) {
    return std::ranges::any_of(server->requests, [&](const auto& request) { return profile.covers(request); });
  };
  const auto found = std::ranges::find_if(profiles, covers);
  return found == profiles.end() ? nullptr : &*found;
}

bool has_containers_tool(const Environment& environment) {
  return std::ranges::any_of(std::array{"podman", "skopeo", "buildah"},
                             [&](const char* program) { return is_on_path(program, environment); });
}

/// docker starts its helpers by name alone.
void examine_programs(const DockerFile& file, const Environment& environment, Area& area) {
  auto suffixes = std::vector<std::string>{file.configuration.store};
  for (const auto& helper : file.configuration.helpers) suffixes.push_back(helper.suffix);
  std::ranges::sort(suffixes);
  const auto repeated = std::ranges::unique(suffixes);
  suffixes.erase(repeated.begin(), repeated.end());
  for (const auto& suffix : suffixes) {
    const auto program = "docker-credential-" + suffix;
    if (suffix.empty() || is_on_path(program, environment)) continue;
    const bool own = is_own(RegistryHelper{.registry = {}, .suffix = suffix});
    area.fail(file.path + " names " + program + ", which is not on PATH" +
              (own ? "; run: export PATH=" + quoted(prefix() + "/bin") + ":\"$PATH\"" : std::string()));
  }
}

/// Another program's helper for a registry that a profile covers.
void examine_helpers(const DockerFile& file, std::span<const ProfileRoute> profiles, Area& area) {
  for (const auto& helper : file.configuration.helpers) {
    if (is_own(helper)) continue;
    if (const auto* const profile = profile_for(profiles, helper.registry)) {
      area.warn(file.path + ": docker-credential-" + helper.suffix + " answers for " + helper.registry +
                ", not jeton's " + profile->name + "; take it out of credHelpers if jeton shall");
    }
  }
}

bool asks_jeton(const DockerConfiguration& configuration, const std::string& registry) {
  const auto helper = configuration.helper_of(registry);
  return helper && is_own(RegistryHelper{.registry = registry, .suffix = *helper});
}

/// A login in a file goes before a helper in one that is read later; in the same file the helper goes first.
void examine_logins(const DockerFile& file, std::span<const ProfileRoute> profiles, Area& area) {
  for (const auto& registry : file.configuration.logins) {
    const auto* const profile = profile_for(profiles, registry);
    if (profile == nullptr || asks_jeton(file.configuration, registry)) continue;
    const bool own_store = file.reader == DockerFile::Reader::docker && file.configuration.store == "jeton";
    if (own_store) continue;
    const auto begin = file.path + ": the login for " + registry + " in it is used, not jeton's " + profile->name;
    switch (file.reader) {
      case DockerFile::Reader::docker:
      case DockerFile::Reader::containers: area.warn(begin + "; run: jeton setup docker " + profile->name); break;
      case DockerFile::Reader::passing:
        area.warn(begin + "; run: podman logout --authfile " + quoted(file.path) + ' ' + registry);
        break;
      case DockerFile::Reader::variable: area.warn(begin + "; run: unset " + file.path); break;
    }
  }
}

}  // namespace

Area examine_docker(std::span<const DockerFile> files, std::span<const ProfileRoute> profiles,
                    const Environment& environment) {
  Area area{.name = "docker", .summary = {}, .findings = {}};
  std::vector<std::string> asked;
  bool is_store = false;
  for (const auto& file : files) {
    examine_programs(file, environment, area);
    examine_helpers(file, profiles, area);
    examine_logins(file, profiles, area);
    for (const auto& helper : file.configuration.helpers) {
      if (is_own(helper) && std::ranges::find(asked, helper.registry) == asked.end()) asked.push_back(helper.registry);
    }
    is_store = is_store || (file.reader == DockerFile::Reader::docker && file.configuration.store == "jeton");
  }
  if (is_store && has_containers_tool(environment)) {
    const bool others_ask = std::ranges::any_of(files, [](const DockerFile& file) {
      return file.reader == DockerFile::Reader::containers &&
             std::ranges::any_of(file.configuration.helpers, [](const auto& helper) { return is_own(helper); });
    });
    if (!others_ask) {
      area.warn("credsStore names jeton, which podman, skopeo and buildah do not look at; run: jeton setup docker");
    }
  }
  std::string registries;
  for (const auto& registry : asked) registries += (registries.empty() ? "" : ", ") + registry;
  area.summary = is_store        ? "jeton is the credsStore"
                 : asked.empty() ? "asks jeton for nothing yet (jeton setup docker)"
                                 : "asks jeton for " + registries;
  return area;
}

}  // namespace jeton
