#include "commands/completion.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "commands/typed_line.hpp"
#include "config/configuration.hpp"

namespace jeton {
namespace {

using Candidates = std::vector<Completion::Candidate>;

/// What there is to offer, of which some begins with what is typed.
class Offer {
 public:
  Offer(const TypedLine& typed, Plugins& plugins, const Environment& environment)
      : typed_(typed), plugins_(plugins), environment_(environment) {}

  Completion of(const std::string& word) const {
    const auto equals = word.find('=');
    if (typed_.waiting != nullptr) return values(typed_.waiting->kind, word);
    if (!typed_.behind_dashes && word.starts_with('-')) {
      return equals == std::string::npos ? Completion{.candidates = options()}
                                         : option_values(word.substr(0, equals), word.substr(equals + 1));
    }
    if (typed_.command == nullptr) return {.candidates = command_words()};
    const auto* const argument = typed_.next_argument();
    if (argument == nullptr) return {};
    auto completion = values(argument->kind, word);
    const auto given = typed_.given.texts(argument->name);
    std::erase_if(completion.candidates,
                  [&](const auto& candidate) { return std::ranges::find(given, candidate.word) != given.end(); });
    return completion;
  }

 private:
  Candidates command_words() const {
    Candidates out;
    for (const auto word : words_after(typed_.name)) {
      const auto name = typed_.name + (typed_.name.empty() ? "" : " ") + std::string(word);
      const auto* const command = find_command(name);
      const auto group = std::ranges::find(command_groups(), name, &CommandGroup::name);
      const auto summary = command != nullptr                ? command->summary
                           : group != command_groups().end() ? group->summary
                                                             : std::string_view();
      out.push_back({std::string(word), std::string(summary)});
    }
    return out;
  }

  Candidates options() const {
    Candidates out;
    const auto own = typed_.command != nullptr ? typed_.command->options : std::span<const Option>();
    for (const auto group : {own, common_options()}) {
      for (const auto& option : group) {
        if (!typed_.given.has(option.name)) out.push_back({std::string(option.name), std::string(option.meaning)});
      }
    }
    return out;
  }

  Completion option_values(const std::string& name, const std::string& value) const {
    const auto* const option = typed_.find_option(name);
    if (option == nullptr || option->value.empty()) return {};
    auto completion = values(option->kind, value);
    for (auto& candidate : completion.candidates) candidate.word.insert(0, name + '=');
    return completion;
  }

  Completion values(ValueKind kind, const std::string& word) const {
    switch (kind) {
      case ValueKind::profile: return {.candidates = in_words(profiles())};
      case ValueKind::plugin: return {.candidates = in_words(plugins_.names())};
      case ValueKind::setting: return {.candidates = settings(word)};
      case ValueKind::secret_key: return {.candidates = in_words(secret_keys())};
      case ValueKind::dash: return {.candidates = {{"-"}}};
      case ValueKind::file: return {.further = Completion::Further::files};
      case ValueKind::folder: return {.further = Completion::Further::folders};
      case ValueKind::command: return command();
      case ValueKind::text:
      case ValueKind::action:
      case ValueKind::url:
      case ValueKind::duration: return {};
    }
    return {};
  }

  static Candidates in_words(const std::vector<std::string>& words) {
    Candidates out;
    for (const auto& word : words) out.push_back({word});
    return out;
  }

  Completion command() const {
    if (!typed_.behind_dashes) return {.candidates = {{"--", "the command comes next"}}};
    return {.further = typed_.arguments + 1 == typed_.command->arguments.size() ? Completion::Further::commands
                                                                                : Completion::Further::files};
  }

  Places places() const {
    const auto file = typed_.given.text("--config");
    return find_places(environment_, file.empty() ? std::nullopt : std::optional(file));
  }

  /// No plugin is loaded for them.
  std::vector<std::string> profiles() const { return ConfigurationFile(places()).profiles(); }

  /// A plugin's file, or a configuration that names one, may only just be typed: it takes more than a tab key to run
  /// its code.
  const Provider& installed(const std::string& plugin) const {
    if (plugin.starts_with('/')) throw Error(Status::plugin, "not loaded here");
    return plugins_.find(plugin);
  }

  std::vector<std::string> secret_keys() const {
    const auto name = typed_.given.text("PROFILE");
    const auto configuration = read_configuration(
        places(), [&](const std::string& plugin) -> const Provider& { return installed(plugin); },
        [&](const std::string& profile) { return profile == name; });
    if (configuration.profiles.empty() || !configuration.profiles.front().profile) return {};
    return configuration.profiles.front().profile->secret_keys();
  }

  /// `KEY=`, and behind it what the key may have.
  Candidates settings(const std::string& word) const {
    const auto key = word.substr(0, word.find('='));
    const bool key_is_typed = key.size() < word.size();
    const auto plugin = typed_.given.text("--provider");
    const auto own = plugin.empty() ? std::span<const Setting>() : installed(plugin).metadata().settings;
    Candidates out;
    for (const auto group : {common_settings(), own}) {
      for (const auto& setting : group) {
        if (!key_is_typed && setting.name != "provider") {
          out.push_back({std::string(setting.name) + '=', std::string(setting.meaning)});
        } else if (setting.name == key) {
          for (const auto value : choices(setting)) out.push_back({key + '=' + std::string(value)});
        }
      }
    }
    return out;
  }

  static std::span<const std::string_view> choices(const Setting& setting) {
    static constexpr std::array<std::string_view, 2> booleans = {"true", "false"};
    if (setting.kind == Setting::Kind::boolean) return booleans;
    return setting.kind == Setting::Kind::choice ? setting.choices : std::span<const std::string_view>();
  }

  const TypedLine& typed_;
  Plugins& plugins_;
  const Environment& environment_;
};

}  // namespace

std::string Completion::text() const {
  std::string out;
  for (const auto& [word, meaning] : candidates) {
    if (escaped(word) != word || word.contains(' ')) continue;  // the shell would take it for something else
    out += word + (meaning.empty() ? "" : '\t' + escaped(meaning)) + '\n';
  }
  switch (further) {
    case Further::none: return out;
    case Further::files: return out + "@files\n";
    case Further::folders: return out + "@folders\n";
    case Further::commands: return out + "@commands\n";
  }
  return out;
}

Completion complete(const std::vector<std::string>& words, Plugins& plugins, const Environment& environment) {
  if (words.empty()) return {};
  TypedLine typed;
  for (auto word = words.begin(); word + 1 != words.end(); ++word) typed.take(*word);
  Completion completion;
  try {
    completion = Offer(typed, plugins, environment).of(words.back());
  } catch (const std::exception&) {
    return {};
  }
  std::erase_if(completion.candidates,
                [&](const auto& candidate) { return !candidate.word.starts_with(words.back()); });
  return completion;
}

}  // namespace jeton
