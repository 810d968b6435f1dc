#pragma once

#include <optional>
#include <string>

#include "front/token_source.hpp"

namespace jeton {

/// Carries out one action of git's credential helper protocol between standard input and output. Returns the exit
/// status. `only`: the profile that alone may answer.
int run_git_helper(const std::string& action, const std::optional<std::string>& only, TokenSource& tokens);

}  // namespace jeton
