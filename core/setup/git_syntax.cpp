#include "setup/git_syntax.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace jeton {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), at_(text.starts_with("\xef\xbb\xbf") ? 3 : 0) {}

  std::vector<GitPiece> read() {
    while (!at_end()) {
      const auto begin = at_;
      skip_blanks();
      if (at_line_end() || peek() == '#' || peek() == ';') {
        skip_line();
      } else if (peek() == '[') {
        read_header(begin);
      } else {
        read_entry(begin);
      }
    }
    return std::move(pieces_);
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\n' : text_[at_]; }
  /// A carriage return counts as part of a line end.
  bool at_line_end() const { return at_end() || text_.substr(at_).starts_with("\r\n") || text_[at_] == '\n'; }
  void skip_blanks() {
    while (!at_line_end() && (peek() == ' ' || peek() == '\t' || peek() == '\r')) ++at_;
  }
  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1; }
  void skip_line_end() {
    if (at_line_end() && !at_end()) skip_line();
  }
  char next() {
    if (at_line_end()) fail();
    return text_[at_++];
  }
  [[noreturn]] void fail() const {
    const auto line = 1 + std::ranges::count(text_.substr(0, at_), '\n');
    throw Error(Status::configuration, "line " + std::to_string(line) + " is none that git can read; mend it first");
  }

  void read_header(std::size_t begin);
  void read_entry(std::size_t begin);
  std::string read_value();
  char read_escape();

  std::string_view text_;
  std::size_t at_;
  std::vector<GitPiece> pieces_;
};

/// `[section]`, `[section "subsection"]`, or `[section.subsection]` as of old. An entry may stand behind it.
void Reader::read_header(std::size_t begin) {
  GitPiece piece{.kind = GitPiece::Kind::header, .begin = begin};
  ++at_;
  while (is_name_character(peek()) || peek() == '.') piece.section += next();
  piece.section = to_lower(piece.section);
  if (const auto dot = piece.section.find('.'); dot != std::string::npos) {
    piece.subsection = piece.section.substr(dot + 1);
    piece.section.resize(dot);
  }
  skip_blanks();
  if (peek() == '"') {
    ++at_;
    for (char c = next(); c != '"'; c = next()) piece.subsection += c == '\\' ? next() : c;
  }
  if (next() != ']') fail();
  piece.end = at_;
  skip_blanks();
  if (at_line_end()) {
    skip_line_end();
    piece.end = at_;
  }
  at_ = piece.end;
  pieces_.push_back(std::move(piece));
}

void Reader::read_entry(std::size_t begin) {
  if (pieces_.empty() || !is_name_character(peek())) fail();
  GitPiece piece{.kind = GitPiece::Kind::entry,
                 .begin = begin,
                 .section = pieces_.back().section,
                 .subsection = pieces_.back().subsection};
  while (is_name_character(peek())) piece.name += next();
  piece.name = to_lower(piece.name);
  skip_blanks();
  if (peek() == '=') {
    ++at_;
    piece.value = read_value();
  }
  if (!at_line_end()) fail();
  skip_line_end();
  piece.end = at_;
  pieces_.push_back(std::move(piece));
}

/// Up to the line's end, or that of the last line which a backslash continues it on.
std::string Reader::read_value() {
  std::string value;
  std::size_t length = 0;  // without the blanks behind it
  bool is_quoted = false;
  skip_blanks();
  while (!at_line_end()) {
    const char c = text_[at_++];
    if (!is_quoted && (c == '#' || c == ';')) {
      while (!at_line_end()) ++at_;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == '\\' && at_line_end()) {
      skip_line_end();
      if (at_end()) fail();  // whatever came behind it would be part of the value
    } else {
      value += c == '\\' ? read_escape() : c;
      if (is_quoted || c == '\\' || (c != ' ' && c != '\t')) length = value.size();
    }
  }
  if (is_quoted) fail();
  value.resize(length);
  return value;
}

char Reader::read_escape() {
  switch (const char c = next()) {
    case 't': return '\t';
    case 'b': return '\b';
    case 'n': return '\n';
    case '\\':
    case '"': return c;
    default: fail();
  }
}

}  // namespace

std::vector<GitPiece> read_git_configuration(std::string_view text) {
  return Reader(text).read();
}

}  // namespace jeton
