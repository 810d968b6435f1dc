#pragma once

#include <span>
#include <string>
#include <vector>

#include "routes/routes.hpp"
#include "setup/docker_configuration.hpp"

namespace jeton {

/// The helpers that docker, podman and skopeo shall have of jeton's.
struct DockerWiring {
  std::vector<RegistryHelper> helpers;
  std::vector<std::string> notes;      ///< what cannot be had there at all, a sentence each
  std::vector<std::string> undecided;  ///< registries that several profiles could answer for, a sentence each
  std::vector<std::string> taken;      ///< those that another program answers for, a sentence each
};

/// For the registries in the `urls` of the profiles in `chosen`. Where another profile could answer as well, the helper
/// is `jeton-PROFILE`; where several that are chosen could, the user has to choose, unless `present` has done so.
/// A registry that another program answers for is not taken from it. jeton's other helpers in `present` stay.
DockerWiring wire_docker(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                         const DockerConfiguration& present);

/// What stays of jeton's helpers in `present` without those of the profiles; of none of them where `chosen` is empty.
/// A profile need not be configured any more: its helpers name it.
std::vector<RegistryHelper> unwire_docker(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                                          const DockerConfiguration& present);

}  // namespace jeton
