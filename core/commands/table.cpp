#include "commands/table.hpp"

#include <algorithm>
#include <cstdio>

#include "commands/layout.hpp"

namespace jeton {

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
