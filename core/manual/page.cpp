#include "manual/page.hpp"

#include "base/text.hpp"

namespace jeton {
namespace {

/// As roff shows it unchanged: a minus that can be copied, straight quotes, and nothing that is taken for a request.
std::string shown(std::string_view text) {
  constexpr std::string_view ellipsis = "…";
  std::string out = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  while (!text.empty()) {
    if (text.starts_with(ellipsis)) {
      out += "...";
      text.remove_prefix(ellipsis.size());
      continue;
    }
    switch (text.front()) {
      case '\\': out += "\\e"; break;
      case '-': out += "\\-"; break;
      case '\'': out += "\\(aq"; break;
      case '"': out += "\\(dq"; break;
      case '`': out += "\\(ga"; break;
      case '^': out += "\\(ha"; break;
      case '~': out += "\\(ti"; break;
      default: out += text.front();
    }
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

ManualPage::ManualPage(std::string_view name, int section, std::string_view summary) : name_(name), section_(section) {
  // Without a date: the same sources give the same page.
  roff_ = ".TH " + name_ + ' ' + std::to_string(section) + " \"\" \"jeton " JETON_VERSION "\"\n";
  heading("NAME").text(name_ + " - " + std::string(summary));
}

ManualPage& ManualPage::macro(std::string_view name, std::string_view argument) {
  roff_ += '.' + std::string(name) + " \"" + shown(argument) + "\"\n";
  return *this;
}

ManualPage& ManualPage::lines(std::string_view text) {
  for (const auto line : split(text, '\n')) roff_ += (line.empty() ? "\\&" : shown(line)) + '\n';
  return *this;
}

ManualPage& ManualPage::heading(std::string_view text) {
  begins_ = true;
  return macro("SH", text);
}

ManualPage& ManualPage::subheading(std::string_view text) {
  begins_ = true;
  return macro("SS", text);
}

ManualPage& ManualPage::text(std::string_view paragraphs) {
  for (;;) {
    const auto end = paragraphs.find("\n\n");
    begin_paragraph();
    lines(paragraphs.substr(0, end));
    if (end == std::string_view::npos) return *this;
    paragraphs.remove_prefix(end + 2);
  }
}

ManualPage& ManualPage::item(std::string_view name, std::string_view meaning) {
  begins_ = false;
  roff_ += ".TP\n";
  return macro("B", name).lines(meaning);
}

ManualPage& ManualPage::example(std::string_view lines_to_type) {
  begin_paragraph();
  roff_ += ".in +4n\n.EX\n";
  lines(lines_to_type);
  roff_ += ".EE\n.in\n";
  return *this;
}

/// Which a heading does as well.
void ManualPage::begin_paragraph() {
  if (!begins_) roff_ += ".PP\n";
  begins_ = false;
}

ManualPage& ManualPage::see_also(std::string_view pages) {
  return heading("SEE ALSO").text(pages);
}

}  // namespace jeton
