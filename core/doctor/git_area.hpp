#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/places.hpp"
#include "doctor/finding.hpp"
#include "routes/routes.hpp"
#include "setup/git_configuration.hpp"

namespace jeton {

/// What git says of itself.
struct GitState {
  std::string version;             ///< such as 2.39.5; empty where there is no git
  std::vector<GitHelper> helpers;  ///< of all its files, in the order in which it reads them
  std::string trouble;             ///< why it does not say them; empty where it does
};

/// The credential helpers in what `git config -z --list` prints.
std::vector<GitHelper> listed_git_helpers(std::string_view output);

/// The helpers that git asks for that URL, in order: those before a reset are forgotten.
std::vector<std::string> asked_helpers(std::span<const GitHelper> helpers, const UrlPattern& url);

/// Whether git comes to jeton for the profiles' URLs, and to nobody before or behind it.
Area examine_git(const GitState& git, std::span<const ProfileRoute> profiles, const Environment& environment);

}  // namespace jeton
