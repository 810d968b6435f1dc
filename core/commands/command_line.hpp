#pragma once

#include <string>
#include <vector>

#include "commands/command.hpp"

namespace jeton {

/// What the command line of `jeton` asks the host for.
struct CommandLine {
  const Command* command = nullptr;  ///< nothing where help or the version was asked for, and given
  Given given;
  std::string configuration;  ///< empty: not given
};

/// Parses the arguments after the program's name. Prints help and version itself, and throws Error(usage) for anything
/// that is not right.
CommandLine parse_command_line(const std::vector<std::string>& arguments);

}  // namespace jeton
