#include "golden/lines.hpp"

#include <algorithm>
#include <stdexcept>

namespace jeton::golden {

std::optional<std::string> find(const Lines& lines, std::string_view key) {
  const auto found = std::ranges::find(lines, key, &Lines::value_type::first);
  return found == lines.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> all(const Lines& lines, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& [name, value] : lines) {
    if (name == key) out.push_back(value);
  }
  return out;
}

Lines entries(const Lines& lines, const std::string& key) {
  Lines out;
  for (const auto& [name, value] : lines) {
    if (name.starts_with(key + '.')) out.emplace_back(name.substr(key.size() + 1), value);
  }
  return out;
}

void allow(const char* section, const Lines& lines, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : lines) {
    if (std::ranges::find(known, key.substr(0, key.find('.'))) == known.end()) {
      throw std::invalid_argument(std::string(section) + " knows no " + key);
    }
  }
}

}  // namespace jeton::golden
