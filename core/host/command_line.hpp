#pragma once

#include <string>
#include <vector>

#include "host/commands.hpp"

namespace jeton {

/// What the command line of `jeton` asks the host for.
struct CommandLine {
  enum class Command { none, login, logout, secret_set, secret_unset, status, plugins };
  Command command = Command::none;
  std::string configuration;  ///< empty: not given
  std::vector<std::string> profiles;
  bool json = false;
  LoginOptions login;
  SecretName secret;
};

/// Parses the arguments after the program's name. Prints help and version itself, and throws Error(usage) for anything
/// that is not right; for both, and for what the front does, the command is `none`.
CommandLine parse_command_line(const std::vector<std::string>& arguments);

}  // namespace jeton
