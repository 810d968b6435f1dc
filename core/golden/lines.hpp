#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jeton::golden {

/// The `key = value` lines of a section, in their order.
using Lines = std::vector<std::pair<std::string, std::string>>;

/// The value of the first line with that key, or nothing.
std::optional<std::string> find(const Lines& lines, std::string_view key);

/// The values of all of them.
std::vector<std::string> all(const Lines& lines, std::string_view key);

/// The entries of the table `key`, which stand as `key.NAME`.
Lines entries(const Lines& lines, const std::string& key);

/// Throws std::invalid_argument where there is a key but these, so that a misspelt one does not check nothing.
void allow(const char* section, const Lines& lines, std::initializer_list<std::string_view> known);

}  // namespace jeton::golden
