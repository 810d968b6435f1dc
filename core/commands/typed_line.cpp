#include "commands/typed_line.hpp"

#include <algorithm>

#include "commands/commands.hpp"

namespace jeton {

void TypedLine::take(const std::string& word) {
  if (waiting != nullptr) {
    given.add(waiting->name, word);
    waiting = nullptr;
  } else if (word == "--") {
    behind_dashes = true;
  } else if (word.starts_with('-') && word != "-" && !behind_dashes) {
    take_option(word);
  } else if (command == nullptr) {
    name += (name.empty() ? "" : " ") + word;
    command = find_command(name);
  } else if (const auto* const argument = next_argument()) {
    given.add(argument->name, word);
    ++arguments;
  }
}

void TypedLine::take_option(const std::string& word) {
  const auto equals = word.find('=');
  const auto* const option = find_option(word.substr(0, equals));
  if (option == nullptr) return;
  if (!option->value.empty() && equals == std::string::npos) {
    waiting = option;
  } else {
    given.add(option->name, equals == std::string::npos ? std::string() : word.substr(equals + 1));
  }
}

const Option* TypedLine::find_option(std::string_view option) const {
  for (const auto options : {command != nullptr ? command->options : std::span<const Option>(), common_options()}) {
    const auto found = std::ranges::find(options, option, &Option::name);
    if (found != options.end()) return &*found;
  }
  return nullptr;
}

const Argument* TypedLine::next_argument() const {
  if (command == nullptr || command->arguments.empty()) return nullptr;
  if (arguments < command->arguments.size()) return &command->arguments[arguments];
  const auto& last = command->arguments.back();
  return last.count == Argument::Count::one ? nullptr : &last;
}

}  // namespace jeton
