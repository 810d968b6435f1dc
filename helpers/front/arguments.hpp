#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jeton {

/// Arguments of a command that the front carries out itself: `--name VALUE`, `--name=VALUE`, `--flag` and the rest.
struct Arguments {
  std::map<std::string, std::string, std::less<>> values;  ///< a flag's value is empty
  std::vector<std::string> words;
  std::vector<std::string> command;  ///< what stands behind `--`

  bool has(std::string_view name) const { return values.contains(name); }
  std::optional<std::string> value(std::string_view name) const;
};

/// Nothing where they are not exactly what the command takes: what is wrong with them, the host says better.
std::optional<Arguments> parse_arguments(std::span<const std::string_view> arguments,
                                         std::initializer_list<std::string_view> with_value,
                                         std::initializer_list<std::string_view> flags);

}  // namespace jeton
