#include "commands/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "commands/commands.hpp"
#include "commands/help.hpp"
#include "routes/routes.hpp"

namespace jeton {
namespace {

using Words = std::vector<std::string>;

/// The words before `--` are jeton's; those behind it may be another program's.
std::span<const std::string> own_words(const Words& arguments) {
  return {arguments.begin(), std::ranges::find(arguments, "--")};
}

bool asks_for(const Words& arguments, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(own_words(arguments),
                             [&](const auto& word) { return std::ranges::find(names, word) != names.end(); });
}

/// Takes the next word that is no option out of the arguments; nothing where there is none.
std::optional<std::string> take_word(Words& arguments) {
  for (auto word = arguments.begin(); word != arguments.end() && *word != "--"; ++word) {
    if (*word == "--config") {
      if (++word == arguments.end()) return std::nullopt;
    } else if (!word->starts_with('-')) {
      auto taken = *word;
      arguments.erase(word);
      return taken;
    }
  }
  return std::nullopt;
}

Error usage_error(const std::string& message, std::string_view command) {
  return {Status::usage, message + "; run: jeton " + std::string(command) + (command.empty() ? "" : " ") + "--help"};
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

/// Takes the command's words out of the arguments. Nothing where help was asked for instead, and given.
const Command* take_command(Words& arguments, bool help) {
  std::string name;
  for (;;) {
    const auto names = words_after(name);
    const auto word = take_word(arguments);
    if (!word) {
      if (!help)
        throw usage_error(name.empty() ? "there is no command" : name + " takes one of: " + listed(names), name);
      std::fputs((name.empty() ? help_text() : help_text(name)).c_str(), stdout);
      return nullptr;
    }
    if (std::ranges::find(names, *word) == names.end()) {
      throw usage_error(
          "unknown command " + printable(name.empty() ? *word : name + ' ' + *word) + did_you_mean(*word, names), name);
    }
    name += (name.empty() ? "" : " ") + *word;
    if (const auto* const command = find_command(name)) return command;
  }
}

/// One of whose options it was probably meant to be, if it is none of them.
void check_options(const Command& command, const Words& arguments) {
  std::vector<std::string_view> names;
  for (const auto options : {command.options, common_options()}) {
    for (const auto& option : options) names.push_back(option.name);
  }
  for (const auto& argument : own_words(arguments)) {
    const auto name = argument.substr(0, argument.find('='));
    if (name.size() > 1 && name.starts_with('-') && std::ranges::find(names, name) == names.end()) {
      throw usage_error("unknown option " + printable(name) + did_you_mean(name, names), command.name);
    }
  }
}

void check_value(const Option& option, const std::string& value, std::string_view command) {
  const auto name = std::string(option.name);
  if (option.kind == ValueKind::duration && !parse_duration(value)) {
    throw usage_error(name + " takes a duration such as 90, 90s, 5m or 2h", command);
  }
  if (option.kind == ValueKind::dash && value != "-") {
    throw usage_error(name + " takes \"-\" alone: what it is for is read from standard input", command);
  }
}

/// What can be no profile's name is not shown: it may be a token that was put in a name's place.
void check_word(const Argument& argument, const std::string& word) {
  if (argument.kind == ValueKind::profile && !is_profile_name(word)) {
    throw Error(Status::configuration, "there is no profile of that name; run: jeton status");
  }
}

/// CLI11's parser for one command, and where it puts the words.
class Parser {
 public:
  explicit Parser(const Command& command) : command_(command) {
    app_.set_help_flag();
    add_options(command.options);
    add_options(common_options());
    for (const auto& argument : command.arguments) {
      auto* const option = app_.add_option(std::string(argument.name), values_[argument.name]);
      const bool several = argument.count == Argument::Count::any || argument.count == Argument::Count::some;
      option->allow_extra_args(several);
      if (!several) option->expected(1);
    }
  }

  Given parse(const Words& arguments) {
    try {
      app_.parse(Words(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
      throw usage_error(in_words(error), command_.name);
    }
    const bool runs_another = std::ranges::any_of(
        command_.arguments, [](const auto& argument) { return argument.kind == ValueKind::command; });
    if (runs_another && std::ranges::find(arguments, "--") == arguments.end()) {
      throw usage_error(std::string(command_.name) + " needs -- before the command", command_.name);
    }
    return given();
  }

 private:
  void add_options(std::span<const Option> options) {
    for (const auto& option : options) {
      if (option.value.empty()) {
        app_.add_flag(std::string(option.name), flags_[option.name]);
      } else {
        app_.add_option(std::string(option.name), values_[option.name])
            ->expected(1)
            ->allow_extra_args(false)
            ->take_all();
      }
    }
  }

  Given given() const {
    Given given;
    for (const auto& [name, times] : flags_) {
      if (times > 1) throw usage_error(std::string(name) + " is given twice", command_.name);
      if (times == 1) given.add(name, {});
    }
    for (const auto& argument : command_.arguments) {
      for (const auto& word : values_.at(argument.name)) {
        check_word(argument, word);
        given.add(argument.name, word);
      }
      const bool needed = argument.count == Argument::Count::one || argument.count == Argument::Count::some;
      if (needed && !given.has(argument.name)) {
        throw missing(argument.name, argument.meaning);
      }
    }
    for (const auto options : {command_.options, common_options()}) {
      for (const auto& option : options) add_value(option, given);
    }
    return given;
  }

  void add_value(const Option& option, Given& given) const {
    const auto values = values_.find(option.name);
    if (values == values_.end()) return;
    if (values->second.size() > 1) throw usage_error(std::string(option.name) + " is given twice", command_.name);
    if (!values->second.empty()) {
      check_value(option, values->second.front(), command_.name);
      given.add(option.name, values->second.front());
    } else if (option.need == Option::Need::required) {
      throw missing(std::string(option.name) + ' ' + std::string(option.value), option.meaning);
    }
  }

  Error missing(std::string_view what, std::string_view meaning) const {
    return usage_error(std::string(command_.name) + " needs " + std::string(what) + " (" + std::string(meaning) + ')',
                       command_.name);
  }

  /// What is wrong, without what was typed where nothing belongs: that may be a secret.
  std::string in_words(const CLI::ParseError& error) const {
    const std::string_view words = error.what();
    const bool of_option = words.starts_with("--");
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && of_option) {
      return "the value of " + std::string(words.substr(0, words.find(':'))) + " is missing";
    }
    if (!of_option) {
      const bool reads_secret = command_.name == "secret set" || command_.name == "reject";
      return std::string(command_.name) + " takes fewer arguments than that" +
             (reads_secret ? "; a secret is read from standard input" : "");
    }
    return "an option has a value that it does not take";
  }

  const Command& command_;
  CLI::App app_;
  std::map<std::string_view, Words> values_;
  std::map<std::string_view, std::size_t> flags_;
};

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  const bool help = asks_for(arguments, {"--help", "-h"});
  if (!help && asks_for(arguments, {"--version"})) {
    std::printf("jeton %s\n", JETON_VERSION);
    return line;
  }
  auto rest = arguments;
  const auto* const command = take_command(rest, help);
  if (command == nullptr) return line;
  if (help) {
    std::fputs(help_text(*command).c_str(), stdout);
    return line;
  }
  check_options(*command, rest);
  line.given = Parser(*command).parse(rest);
  line.configuration = line.given.text("--config");
  line.command = command;
  return line;
}

}  // namespace jeton
