#include "setup/docker_wiring.hpp"

#include <algorithm>

#include "docker/credential.hpp"
#include "setup/profile_names.hpp"

namespace jeton {
namespace {

constexpr std::string_view own = "jeton";

/// What clients look a registry up by: docker knows Docker Hub by the first of its names alone, podman and skopeo by
/// the second alone.
std::vector<std::string> registries_of(const UrlPattern& pattern) {
  std::vector<std::string> hub = {"https://index.docker.io/v1/", "docker.io"};
  const auto is_covered = [&](const RequestUrl& request) { return pattern.covers(request); };
  if (std::ranges::any_of(docker::parse_server(hub.back())->requests, is_covered)) return hub;
  if (pattern.any_label) return {};
  return {server_name({.host = pattern.host, .port = pattern.port}, pattern.scheme)};
}

bool answers_for(const ProfileRoute& profile, const std::string& registry) {
  return std::ranges::any_of(profile.urls, [&](const UrlPattern& pattern) {
    const auto registries = registries_of(pattern);
    return std::ranges::find(registries, registry) != registries.end();
  });
}

Names answering_for(std::span<const ProfileRoute> profiles, const std::string& registry) {
  Names names;
  for (const auto& profile : profiles) {
    if (answers_for(profile, registry)) names.push_back(profile.name);
  }
  return names;
}

/// Who answers for the registry now, if that is jeton for one profile alone.
std::string told_profile(const std::string& suffix) {
  return suffix.starts_with("jeton-") ? suffix.substr(own.size() + 1) : std::string();
}

/// One registry's helper, or why it has none.
void add_registry(DockerWiring& wiring, std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                  const std::string& registry, const std::optional<std::string>& present) {
  if (present && !is_own(RegistryHelper{.registry = registry, .suffix = *present})) {
    wiring.taken.push_back(registry + " belongs to docker-credential-" + *present +
                           "; take it out of credHelpers if jeton shall answer instead");
    return;
  }
  const auto all = answering_for(profiles, registry);
  const auto candidates = common_names(all, chosen);
  auto suffix = std::string(own);
  if (candidates.size() > 1) {
    const auto before = told_profile(present.value_or(""));
    if (!has_name(candidates, before)) {
      wiring.undecided.push_back(registry + " is in the urls of " + joined(candidates) +
                                 ", and has one login; choose: jeton setup docker " + candidates.front());
      if (present) wiring.helpers.push_back({.registry = registry, .suffix = *present});
      return;
    }
    suffix += '-' + before;
  } else if (all.size() > 1) {
    suffix += '-' + candidates.front();
  }
  wiring.helpers.push_back({.registry = registry, .suffix = std::move(suffix)});
}

}  // namespace

DockerWiring wire_docker(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                         const DockerConfiguration& present) {
  DockerWiring wiring;
  Names seen;
  for (const auto& profile : profiles) {
    if (!has_name(chosen, profile.name)) continue;
    for (const auto& pattern : profile.urls) {
      const auto registries = registries_of(pattern);
      if (registries.empty() && present.store != own) {
        wiring.notes.push_back("*." + pattern.host +
                               " cannot be said there, since docker knows no wildcards; name its registries in urls, "
                               "or give docker jeton for all of them: \"credsStore\": \"jeton\"");
      }
      for (const auto& registry : registries) {
        if (has_name(seen, registry)) continue;
        seen.push_back(registry);
        add_registry(wiring, profiles, chosen, registry, present.helper_of(registry));
      }
    }
  }
  for (const auto& helper : present.helpers) {
    const bool is_new = std::ranges::find(seen, helper.registry) == seen.end();
    if (is_own(helper) && is_new) wiring.helpers.push_back(helper);
  }
  return wiring;
}

std::vector<RegistryHelper> unwire_docker(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                                          const DockerConfiguration& present) {
  std::vector<RegistryHelper> kept;
  if (chosen.empty()) return kept;
  for (const auto& helper : present.helpers) {
    if (!is_own(helper)) continue;
    const auto told = told_profile(helper.suffix);
    const auto owners = told.empty() ? answering_for(profiles, helper.registry) : Names{told};
    if (!all_chosen(owners, chosen)) kept.push_back(helper);
  }
  return kept;
}

}  // namespace jeton
