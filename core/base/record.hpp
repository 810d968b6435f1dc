#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jeton {

/// The one format of jeton's small files and of what its two programs say to each other: a first line that names kind
/// and version, then `key=value` lines in order, then `end`, without which a text is torn and counts as none. In
/// values `\n`, `\r` and `\\` stand for a line feed, a carriage return and a backslash. A key may stand more than once;
/// unknown keys are for readers that know them.
class Record {
 public:
  explicit Record(std::string kind) : kind_(std::move(kind)) {}

  /// Nothing where the text is not a whole record of this kind.
  static std::optional<Record> parse(std::string_view text, std::string_view kind);
  std::string text() const;

  void add(std::string_view key, std::string_view value) { fields_.emplace_back(key, value); }
  void add(std::string_view key, std::int64_t value) { fields_.emplace_back(key, std::to_string(value)); }

  std::optional<std::string_view> find(std::string_view key) const;
  std::string get(std::string_view key) const { return std::string(find(key).value_or("")); }
  std::optional<std::int64_t> integer(std::string_view key) const;
  std::vector<std::string_view> all(std::string_view key) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::string kind_;
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace jeton
