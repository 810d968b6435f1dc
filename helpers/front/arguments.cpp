#include "front/arguments.hpp"

#include <algorithm>

namespace jeton {

std::optional<std::string> Arguments::value(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Arguments> parse_arguments(std::span<const std::string_view> arguments,
                                         std::initializer_list<std::string_view> with_value,
                                         std::initializer_list<std::string_view> flags) {
  Arguments parsed;
  const auto is_one_of = [](std::initializer_list<std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto argument = arguments[i];
    if (argument == "--") {
      parsed.command.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
      break;
    }
    if (!argument.starts_with('-') || argument == "-") {
      parsed.words.emplace_back(argument);
      continue;
    }
    const auto equals = argument.find('=');
    const auto name = argument.substr(0, equals);
    std::string value;
    if (is_one_of(with_value, name)) {
      if (equals == std::string_view::npos && ++i == arguments.size()) return std::nullopt;
      value = equals == std::string_view::npos ? arguments[i] : argument.substr(equals + 1);
    } else if (!is_one_of(flags, argument)) {
      return std::nullopt;
    }
    if (!parsed.values.emplace(name, value).second) return std::nullopt;
  }
  return parsed;
}

}  // namespace jeton
