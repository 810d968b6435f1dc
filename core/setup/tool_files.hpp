#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/places.hpp"

namespace jeton {

/// Where other programs' configuration lies. Their own variables count, since it is they who read the file.

/// What `git config --global` writes.
std::string git_configuration_file(const std::string& home, const Environment& environment);

/// docker's config.json.
std::string docker_configuration_file(const std::string& home, const Environment& environment);

/// The auth.json that podman, skopeo and buildah keep for good. They read docker's as well, last.
std::string containers_auth_file(const std::string& home, const Environment& environment);

/// The one that `podman login` writes and that a restart clears. It is looked into first; nothing where it is not
/// looked into at all.
std::optional<std::string> passing_containers_auth_file(const Environment& environment);

/// Those that a curl may read, which takes the first that is there: which of them it knows depends on its version.
std::vector<std::string> curl_configuration_files(const std::string& home, const Environment& environment);

/// True for a program that is found on PATH.
bool is_on_path(std::string_view program, const Environment& environment);

}  // namespace jeton
