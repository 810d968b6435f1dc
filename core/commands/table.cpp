#include "commands/table.hpp"

#include <algorithm>
#include <cstdio>

namespace jeton {

std::size_t width_of(std::string_view text) {
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string padded(std::string text, std::size_t width) {
  const auto used = width_of(text);
  if (used < width) text.append(width - used, ' ');
  return text;
}

void Table::print() const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto cell = row[i].empty() ? std::string("-") : row[i];
      line += i + 1 == row.size() ? cell : padded(cell, widths[i] + 2);
    }
    std::puts(line.c_str());
  }
}

}  // namespace jeton
