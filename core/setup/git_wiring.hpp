#pragma once

#include <span>
#include <string>
#include <vector>

#include "routes/routes.hpp"
#include "setup/git_configuration.hpp"

namespace jeton {

/// The helpers that git shall have of jeton's.
struct GitWiring {
  std::vector<GitHelper> helpers;  ///< less specific URLs first: the last one that git finds for a URL counts
  std::vector<std::string> notes;  ///< what git cannot know by itself, a sentence each
};

/// For the `urls` of the profiles in `chosen`. `program` is how git runs the helper: `jeton`, or what leads to it and
/// what it is given in any case. Where another profile's `urls` overlap, the helper is told its profile; where several
/// that are chosen have the same URL, the user name in it chooses, unless a helper in `present` names one of them.
/// jeton's other helpers in `present` stay.
GitWiring wire_git(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                   const std::string& program, const std::vector<GitHelper>& present);

/// What stays of jeton's helpers in `present` without those of the profiles; of none of them where `chosen` is empty.
/// A profile need not be configured any more: its helpers name it.
std::vector<GitHelper> unwire_git(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                                  const std::vector<GitHelper>& present);

}  // namespace jeton
