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

}  // namespace jeton
