#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/places.hpp"
#include "doctor/finding.hpp"
#include "routes/routes.hpp"
#include "setup/docker_configuration.hpp"

namespace jeton {

/// One of the files that docker, podman or skopeo read.
struct DockerFile {
  enum class Reader : std::uint8_t {
    docker,      ///< docker itself, and the others last
    containers,  ///< podman, skopeo and buildah
    passing,     ///< these, first of all: where `podman login` writes
    variable     ///< docker's DOCKER_AUTH_CONFIG, which goes before every helper
  };
  Reader reader = Reader::docker;
  std::string path;  ///< or the variable's name
  DockerConfiguration configuration;
};

/// Whether the tools come to jeton for the profiles' registries, and to nothing before it.
Area examine_docker(std::span<const DockerFile> files, std::span<const ProfileRoute> profiles,
                    const Environment& environment);

}  // namespace jeton
