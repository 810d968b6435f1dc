#include "harness/page.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace jeton::e2e {
namespace {

constexpr std::string_view anything = "…";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \n";
  const auto start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return std::string(text.substr(start, text.find_last_not_of(blanks) - start + 1));
}

/// What stands behind a word; nothing where the text begins otherwise.
std::optional<std::string> behind(std::string_view word, std::string_view text) {
  if (!text.starts_with(word)) return std::nullopt;
  return trimmed(text.substr(word.size()));
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(std::move(word));
  return words;
}

[[noreturn]] void fail(int line, const std::string& what) {
  throw std::runtime_error("line " + std::to_string(line) + ": " + what);
}

class Reader {
 public:
  explicit Reader(std::string_view markdown) : lines_(lines_of(markdown)) {}

  Page read() {
    for (; next_ < lines_.size(); ++next_) {
      const auto& line = lines_[next_];
      if (line.starts_with('#')) needs_.clear();
      if (line.starts_with("<!--")) read_comment();
      if (line.starts_with("```")) read_block(line.substr(3));
    }
    return std::move(page_);
  }

 private:
  /// About the next block.
  struct Remarks {
    std::optional<std::string> file;
    std::optional<std::string> end_of_file;
    std::optional<std::string> not_run;
    std::string typed;
    bool pasted = false;
    bool terminal = false;
  };

  int line() const { return static_cast<int>(next_) + 1; }

  void read_comment() {
    const int first = line();
    std::string text = lines_[next_].substr(4);
    while (!text.contains("-->")) {
      if (++next_ == lines_.size()) fail(first, "a comment without an end");
      text += '\n' + lines_[next_];
    }
    text = trimmed(text.substr(0, text.find("-->")));
    if (text == "pasted") {
      remarks_.pasted = true;
    } else if (text == "on a terminal") {
      remarks_.terminal = true;
    } else if (auto path = behind("file:", text)) {
      remarks_.file = std::move(path);
    } else if (auto longer = behind("add to:", text)) {
      remarks_.end_of_file = std::move(longer);
    } else if (const auto typed = behind("typed:", text)) {
      remarks_.typed = *typed + '\n';
    } else if (auto reason = behind("not run:", text)) {
      if (reason->empty()) fail(first, "not run, and no reason");
      remarks_.not_run = std::move(reason);
    } else if (const auto programs = behind("needs:", text)) {
      needs_ = words_of(*programs);
    } else if (auto commands = behind("before:", text)) {
      add({.kind = Step::Kind::silent, .line = first, .text = std::move(*commands)});
    } else {
      fail(first, "a comment that no test understands: " + text);
    }
  }

  void read_block(const std::string& language) {
    const int first = line();
    std::vector<std::string> block;
    while (++next_ < lines_.size() && lines_[next_] != "```") block.push_back(lines_[next_]);
    if (next_ == lines_.size()) fail(first, "a block without an end");
    const auto remarks = std::exchange(remarks_, {});
    if (remarks.not_run) {
      page_.not_run.push_back({.line = first, .reason = *remarks.not_run});
    } else if (remarks.file || remarks.end_of_file) {
      std::string content;
      for (const auto& text : block) content += text + '\n';
      add({.kind = remarks.file ? Step::Kind::file : Step::Kind::end_of_file,
           .line = first,
           .text = std::move(content),
           .path = remarks.file ? *remarks.file : *remarks.end_of_file});
    } else if (language == "console") {
      read_commands(block, first + 1, remarks);
    } else if (!language.empty() && language != "text") {
      fail(first, "a block that is neither commands nor a file, nor says why it is not run");
    }
  }

  void read_commands(const std::vector<std::string>& block, int first, const Remarks& remarks) {
    std::optional<Step> step;
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::string_view text = block[i];
      if (text.starts_with("$ ")) {
        if (step) add(std::move(*step));
        step = {.line = first + static_cast<int>(i),
                .text = std::string(text.substr(2)),
                .typed = remarks.typed,
                .pasted = remarks.pasted,
                .terminal = remarks.terminal};
      } else if (!step) {
        fail(first + static_cast<int>(i), "a block of commands begins with one, behind \"$ \"");
      } else if (text.starts_with("> ") && step->shown.empty()) {
        step->text += '\n' + std::string(text.substr(2));
      } else {
        step->shown += block[i] + '\n';
      }
    }
    if (!step) fail(first, "a block of commands without any");
    add(std::move(*step));
  }

  void add(Step step) {
    step.needs = needs_;
    page_.steps.push_back(std::move(step));
  }

  std::vector<std::string> lines_;
  std::size_t next_ = 0;
  Remarks remarks_;
  std::vector<std::string> needs_;
  Page page_;
};

/// Whether the parts between what may be anything come in their order.
bool is_line_shown(std::string_view shown, std::string_view printed) {
  const auto mark = shown.find(anything);
  if (mark == std::string_view::npos) return shown == printed;
  if (!printed.starts_with(shown.substr(0, mark))) return false;
  const auto rest = shown.substr(mark + anything.size());
  for (auto at = mark; at <= printed.size(); ++at) {
    if (is_line_shown(rest, printed.substr(at))) return true;
  }
  return false;
}

using Lines = std::vector<std::string>;

bool are_lines_shown(Lines::const_iterator shown, Lines::const_iterator shown_end, Lines::const_iterator printed,
                     Lines::const_iterator printed_end) {
  for (; shown != shown_end && *shown != anything; ++shown, ++printed) {
    if (printed == printed_end || !is_line_shown(*shown, *printed)) return false;
  }
  if (shown == shown_end) return printed == printed_end;
  for (++shown;; ++printed) {
    if (are_lines_shown(shown, shown_end, printed, printed_end)) return true;
    if (printed == printed_end) return false;
  }
}

}  // namespace

Page read_page(std::string_view markdown) {
  return Reader(markdown).read();
}

bool is_shown(std::string_view shown, std::string_view printed) {
  const auto wanted = lines_of(shown);
  const auto lines = lines_of(printed);
  return are_lines_shown(wanted.begin(), wanted.end(), lines.begin(), lines.end());
}

}  // namespace jeton::e2e
