#include "commands/commands.hpp"

#include <algorithm>
#include <array>

namespace jeton {

std::span<const Command* const> commands() {
  static constexpr std::array list = {
      &token_command,        &curl_command,      &exec_command,         &git_command,        &docker_command,
      &reject_command,       &add_command,       &login_command,        &logout_command,     &secret_set_command,
      &secret_unset_command, &setup_git_command, &setup_docker_command, &status_command,     &log_command,
      &explain_command,      &doctor_command,    &plugins_command,      &plugin_new_command, &plugin_check_command,
      &sandbox_command};
  return list;
}

const Command* find_command(std::string_view name) {
  const auto all = commands();
  const auto found = std::ranges::find(all, name, &Command::name);
  return found == all.end() ? nullptr : *found;
}

std::vector<std::string_view> words_after(std::string_view beginning) {
  std::vector<std::string_view> words;
  for (const auto* const command : commands()) {
    auto name = command->name;
    if (!beginning.empty()) {
      if (!name.starts_with(beginning) || !name.substr(beginning.size()).starts_with(' ')) continue;
      name.remove_prefix(beginning.size() + 1);
    }
    name = name.substr(0, name.find(' '));
    if (std::ranges::find(words, name) == words.end()) words.push_back(name);
  }
  return words;
}

std::span<const CommandGroup> command_groups() {
  static constexpr std::array groups = {
      CommandGroup{"plugin", "start a new provider plugin, or examine one"},
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
