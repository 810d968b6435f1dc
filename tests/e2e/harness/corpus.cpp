#include "harness/corpus.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "harness/temporary_folder.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(int line, const std::string& what) {
  throw std::invalid_argument("line " + std::to_string(line) + ": " + what);
}

/// A text as it is written in the corpus, read from its front.
class Escaped {
 public:
  Escaped(std::string_view text, int line) : text_(text), line_(line) {}

  /// What it stands for, and whether nothing may be put behind it (`\z`).
  struct Bytes {
    std::string text;
    bool ends_input = false;
  };
  Bytes bytes() {
    while (!text_.empty()) {
      const char c = take();
      if (c == '\\') {
        escape();
      } else {
        out_.text += c;
      }
    }
    return std::move(out_);
  }

 private:
  char take() {
    if (text_.empty()) fail(line_, "ends within an escape");
    const char c = text_.front();
    text_.remove_prefix(1);
    return c;
  }

  void escape() {
    switch (const char c = take()) {
      case '\\': out_.text += '\\'; break;
      case 'n': out_.text += '\n'; break;
      case 'r': out_.text += '\r'; break;
      case 't': out_.text += '\t'; break;
      case '0': out_.text += '\0'; break;
      case 'x': out_.text += hexadecimal(); break;
      case '{': repetition(); break;
      case 'z':
        if (!text_.empty()) fail(line_, "goes on behind \\z");
        out_.ends_input = true;
        break;
      default: fail(line_, std::string("has the unknown escape \\") + c);
    }
  }

  char hexadecimal() {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto high = digits.find(take());
    const auto low = digits.find(take());
    if (high == std::string_view::npos || low == std::string_view::npos) fail(line_, "has an \\x without two digits");
    return static_cast<char>(high * 16 + low);
  }

  void repetition() {
    const auto star = text_.find('*');
    const auto end = text_.find('}', star);
    if (end == std::string_view::npos) fail(line_, "has a \\{ without * and }");
    const auto times = std::stoul(std::string(text_.substr(0, star)));
    const auto unit = Escaped(text_.substr(star + 1, end - star - 1), line_).bytes().text;
    for (std::size_t i = 0; i < times; ++i) out_.text += unit;
    text_.remove_prefix(end + 1);
  }

  std::string_view text_;
  int line_;
  Bytes out_;
};

/// `PROFILE`, then perhaps ` as USERNAME` and ` by Bearer`.
CorpusCase::Answer answer_of(std::string_view text) {
  constexpr std::string_view by_bearer = " by Bearer";
  constexpr std::string_view as = " as ";
  CorpusCase::Answer answer{.kind = {}, .username = {}, .bearer = text.ends_with(by_bearer)};
  if (answer.bearer) text.remove_suffix(by_bearer.size());
  const auto username = text.find(as);
  answer.kind = text.substr(0, username);
  answer.username = username == std::string_view::npos ? "oauth2" : text.substr(username + as.size());
  return answer;
}

void add_line(CorpusCase& to, std::string_view key, std::string_view value, int line) {
  auto [bytes, ends_input] = Escaped(value, line).bytes();
  if (key == "git") {
    to.git = to.git.value_or("") + bytes + (ends_input ? "" : "\n");
  } else if (key == "docker" && !to.docker) {
    to.docker = std::move(bytes);
  } else if (key == "curl" && !to.curl && bytes.contains(' ')) {
    const auto blank = bytes.find(' ');
    to.curl = {.profile = bytes.substr(0, blank), .url = bytes.substr(blank + 1)};
  } else if (key == "profile" && !to.profile) {
    to.profile = std::move(bytes);
  } else if (key == "answer" && to.answer.kind.empty()) {
    to.answer = answer_of(bytes);
  } else {
    fail(line, "is not what a case has there");
  }
}

}  // namespace

std::string corpus_configuration() {
  return read_file(fs::path(JETON_CORPUS) / "config.toml");
}

std::vector<fs::path> corpus_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(JETON_CORPUS)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<CorpusCase> read_corpus(std::string_view text) {
  std::vector<CorpusCase> cases;
  std::set<std::string, std::less<>> names;
  const auto check_last = [&] {
    if (cases.empty()) return;
    const auto& last = cases.back();
    if (last.requests() == 0 || last.answer.kind.empty()) fail(last.line, "is a case without request or answer");
  };
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto content = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (content.empty() || content.starts_with('#')) continue;
    const auto colon = content.find(':');
    if (colon == std::string_view::npos) fail(line, "is not KEY: VALUE");
    const auto key = content.substr(0, colon);
    const auto value = content.substr(std::min(colon + 2, content.size()));
    if (key == "case") {
      check_last();
      if (!names.emplace(value).second) fail(line, "has the name of another case");
      cases.push_back({.name = std::string(value), .line = line});
    } else if (cases.empty()) {
      fail(line, "stands before any case");
    } else {
      add_line(cases.back(), key, value, line);
    }
  }
  check_last();
  return cases;
}

}  // namespace jeton::e2e
