#pragma once

#include <string>
#include <vector>

namespace jeton {

/// Columns for people and for awk: two spaces or more between them, the first line says what they are, and what is
/// empty is a `-`. Only the last column may have blanks in it.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  /// On standard output.
  void print() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// How many columns of a terminal the text takes: its characters, of which none is wide.
std::size_t width_of(std::string_view text);

/// With blanks up to that width.
std::string padded(std::string text, std::size_t width);

}  // namespace jeton
