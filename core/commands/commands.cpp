#include "commands/commands.hpp"

#include <array>

namespace jeton {

std::span<const Command* const> commands() {
  static constexpr std::array list = {
      &token_command,     &curl_command,         &exec_command,   &git_command,        &docker_command,
      &reject_command,    &login_command,        &logout_command, &secret_set_command, &secret_unset_command,
      &setup_git_command, &setup_docker_command, &status_command, &log_command,        &explain_command,
      &doctor_command,    &plugins_command,      &sandbox_command};
  return list;
}

std::span<const CommandGroup> command_groups() {
  static constexpr std::array groups = {
      CommandGroup{"secret", "put a secret into the secret store, or take one out"},
      CommandGroup{"setup", "write jeton into git's or docker's configuration"},
  };
  return groups;
}

std::span<const Option> common_options() {
  static constexpr std::array options = {
      Option{"--config", "FILE", "another configuration file", ValueKind::file},
      Option{"--help", "", "say what it does and takes"},
      Option{"--version", "", "print jeton's version"},
  };
  return options;
}

}  // namespace jeton
