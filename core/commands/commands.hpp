#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "commands/command.hpp"

namespace jeton {

extern const Command add_command;
extern const Command doctor_command;
extern const Command login_command;
extern const Command log_command;
extern const Command logout_command;
extern const Command plugin_check_command;
extern const Command plugin_new_command;
extern const Command plugins_command;
extern const Command secret_set_command;
extern const Command secret_unset_command;
extern const Command setup_docker_command;
extern const Command setup_git_command;
extern const Command status_command;

/// Those that the front carries out: it hands them over where they are called wrongly or asked for help.
extern const Command curl_command;
extern const Command docker_command;
extern const Command exec_command;
extern const Command explain_command;
extern const Command git_command;
extern const Command reject_command;
extern const Command sandbox_command;
extern const Command token_command;

/// All of them, in the order in which `jeton --help` lists them.
std::span<const Command* const> commands();

/// The command of that name; nothing where there is none.
const Command* find_command(std::string_view name);

/// What may follow the words that a command begins with: a group's second words, or after none all first words.
std::vector<std::string_view> words_after(std::string_view beginning);

/// The first word of commands that have two.
struct CommandGroup {
  std::string_view name;
  std::string_view summary;
};
std::span<const CommandGroup> command_groups();

/// What every command takes.
std::span<const Option> common_options();

}  // namespace jeton
