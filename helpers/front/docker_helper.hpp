#pragma once

#include <optional>
#include <string>
#include <vector>

#include "front/token_source.hpp"

namespace jeton {

/// Carries out one action of docker's credential helper protocol between standard input and output. `program` is what
/// the client called. Returns the exit status. `only`: the profile that alone may answer.
int run_docker_helper(const std::string& program, const std::vector<std::string>& actions,
                      const std::optional<std::string>& only, TokenSource& tokens);

}  // namespace jeton
