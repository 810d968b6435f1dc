#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/places.hpp"
#include "host/plugins.hpp"

namespace jeton {

/// What a word of a command line stands for, so that it can be checked and completed.
enum class ValueKind { text, action, profile, plugin, setting, secret_key, file, folder, url, duration, dash, command };

/// A word that a command takes by its place.
struct Argument {
  enum class Count { one, optional, any, some };  ///< some: at least one
  std::string_view name;                          ///< as in the usage: PROFILE
  std::string_view meaning;
  ValueKind kind = ValueKind::text;
  Count count = Count::one;
};

/// A word that a command takes by its name.
struct Option {
  std::string_view name;   ///< with its dashes
  std::string_view value;  ///< as in the usage: DURATION; empty for a flag
  std::string_view meaning;
  ValueKind kind = ValueKind::text;
  enum class Need { optional, required } need = Need::optional;
};

/// What stood on the command line, by the names in the command's description.
class Given {
 public:
  void add(std::string_view name, std::string value) { values_[std::string(name)].push_back(std::move(value)); }
  bool has(std::string_view name) const { return values_.contains(name); }
  /// Every word of an argument that takes several.
  std::vector<std::string> texts(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
  }
  /// The one word; empty where there is none.
  std::string text(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string() : found->second.front();
  }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// What every command works with.
struct Session {
  Places places;
  Plugins& plugins;
  const Environment& environment;
};

/// A command, in the words from which its parser, its help, its manual page and its completion are made.
struct Command {
  std::string_view name;         ///< `status`, or `secret set`
  std::string_view summary;      ///< a line of the list of commands
  std::string_view description;  ///< sentences, each beginning a new paragraph after an empty line
  std::string_view example;      ///< lines to be typed
  std::span<const Argument> arguments;
  std::span<const Option> options;
  /// Its exit status. Nothing for a command that the front carries out.
  int (*run)(const Given& given, Session& session) = nullptr;
};

inline constexpr Argument profile_argument{"PROFILE", "the profile's name", ValueKind::profile};

}  // namespace jeton
