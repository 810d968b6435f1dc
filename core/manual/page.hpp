#pragma once

#include <string>
#include <string_view>

namespace jeton {

/// A manual page in the macros of man(7), which every `man` reads. What it is given is text, whatever is in it.
class ManualPage {
 public:
  ManualPage(std::string_view name, int section, std::string_view summary);

  ManualPage& heading(std::string_view text);
  ManualPage& subheading(std::string_view text);
  /// Paragraphs, with an empty line between two.
  ManualPage& text(std::string_view paragraphs);
  /// A name, and what it means.
  ManualPage& item(std::string_view name, std::string_view meaning);
  /// Lines to be typed, or of a file.
  ManualPage& example(std::string_view lines);
  /// `git-credential(1), jeton(1)`
  ManualPage& see_also(std::string_view pages);

  const std::string& name() const { return name_; }
  int section() const { return section_; }
  const std::string& roff() const { return roff_; }

 private:
  ManualPage& macro(std::string_view name, std::string_view argument);
  ManualPage& lines(std::string_view text);
  void begin_paragraph();

  std::string name_;
  int section_;
  std::string roff_;
  bool begins_ = false;  // behind a heading
};

}  // namespace jeton
