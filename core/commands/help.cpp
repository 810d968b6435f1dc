#include "commands/help.hpp"

#include <algorithm>
#include <utility>

#include "commands/commands.hpp"
#include "commands/layout.hpp"

namespace jeton {
namespace {

/// A name and what it means, in two columns.
struct Line {
  std::string name;
  std::string_view meaning;
};

std::string table(const std::vector<Line>& lines) {
  std::size_t widest = 0;
  for (const auto& line : lines) widest = std::max(widest, width_of(line.name));
  std::string out;
  for (const auto& line : lines) out += "  " + padded(line.name, widest + 2) + wrapped(line.meaning, widest + 4) + '\n';
  return out;
}

bool is_in_group(const Command& command, std::string_view group) {
  return command.name.starts_with(group) && command.name.substr(group.size()).starts_with(' ');
}

/// `secret set|unset`
std::string with_actions(std::string_view group) {
  std::string out(group);
  char separator = ' ';
  for (const auto* const command : commands()) {
    if (!is_in_group(*command, group)) continue;
    out += separator + std::string(command->name.substr(group.size() + 1));
    separator = '|';
  }
  return out;
}

std::string examples(std::string_view lines) {
  std::string out = "\nExample:\n";
  for (std::size_t at = 0; at < lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    out += "  " + std::string(lines.substr(at, end - at)) + '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string usage_of(const Option& option) {
  return std::string(option.name) + (option.value.empty() ? "" : ' ' + std::string(option.value));
}

std::string usage_of(const Argument& argument) {
  std::string name(argument.name);
  switch (argument.count) {
    case Argument::Count::one: return name;
    case Argument::Count::optional: return '[' + name + ']';
    case Argument::Count::any: return '[' + name + "…]";
    case Argument::Count::some: return name + "…";
  }
  return name;
}

std::string usage_of(const Command& command) {
  std::string out = "jeton " + std::string(command.name);
  for (const auto& option : command.options) {
    if (option.need == Option::Need::required) out += ' ' + usage_of(option);
  }
  std::string options = command.options.empty() ? "" : " [OPTIONS]";
  for (const auto& argument : command.arguments) {
    // What follows it is the other command's.
    if (argument.kind == ValueKind::command) out += std::exchange(options, "") + " --";
    out += ' ' + usage_of(argument);
  }
  return out + options;
}

std::string help_text() {
  std::vector<Line> lines;
  for (const auto* const command : commands()) {
    const auto group =
        std::ranges::find_if(command_groups(), [&](const auto& of) { return is_in_group(*command, of.name); });
    if (group == command_groups().end()) {
      lines.push_back({std::string(command->name), command->summary});
    } else if (lines.empty() || !lines.back().name.starts_with(std::string(group->name) + ' ')) {
      lines.push_back({with_actions(group->name), group->summary});
    }
  }
  return "Usage: jeton COMMAND …, and jeton COMMAND --help says more\n\n" + table(lines) +
         "\nExample: jeton token clearstreet\n";
}

std::string help_text(std::string_view group) {
  std::vector<Line> lines;
  for (const auto* const command : commands()) {
    if (is_in_group(*command, group)) lines.push_back({usage_of(*command), command->summary});
  }
  return "Usage: jeton " + with_actions(group) + " …\n\n" + table(lines) + "\njeton " + std::string(group) +
         " COMMAND --help says more.\n";
}

std::string help_text(const Command& command) {
  std::vector<Line> lines;
  for (const auto& argument : command.arguments) lines.push_back({usage_of(argument), argument.meaning});
  for (const auto& option : command.options) lines.push_back({usage_of(option), option.meaning});
  for (const auto& option : common_options()) {
    if (option.name == "--config") lines.push_back({usage_of(option), option.meaning});
  }
  return "Usage: " + usage_of(command) + "\n\n" + wrapped(command.description, 0) + "\n\n" + table(lines) +
         examples(command.example);
}

}  // namespace jeton
