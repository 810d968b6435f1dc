#include "exchange.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text.hpp"

namespace jeton::golden {
namespace {

constexpr std::array<std::string_view, 9> sections = {
    "[profile]", "[client]", "[service]", "[setting_error]", "[grant]", "[request]", "[answer]", "[token]", "[error]"};

[[noreturn]] void fail(std::size_t line, const std::string& trouble) {
  throw std::invalid_argument("line " + std::to_string(line) + ": " + trouble);
}

/// One section: the number of its header's line, and the lines below.
struct Section {
  std::string_view name;
  std::size_t line = 0;
  std::vector<std::string_view> lines;
};

bool is_remark(std::string_view line) {
  return trim(line).empty() || line.starts_with('#');
}

std::vector<Section> split_sections(std::string_view text) {
  std::vector<Section> out;
  std::size_t number = 0;
  for (const auto line : split(text, '\n')) {
    ++number;
    if (std::ranges::find(sections, line) != sections.end()) {
      if (std::ranges::find(out, line, &Section::name) != out.end())
        fail(number, std::string(line) + " is there twice");
      out.push_back({line, number, {}});
    } else if (!out.empty()) {
      out.back().lines.push_back(line);
    } else if (!is_remark(line)) {
      fail(number, "there is no section yet");
    }
  }
  return out;
}

Lines read_lines(const Section& section) {
  Lines out;
  auto number = section.line;
  for (const auto line : section.lines) {
    ++number;
    if (is_remark(line)) continue;
    const auto equals = line.find(" = ");
    if (equals == std::string_view::npos) fail(number, "this is not \"key = value\"");
    out.emplace_back(line.substr(0, equals), line.substr(equals + 3));
  }
  return out;
}

Message read_message(const Section& section) {
  if (section.lines.empty()) fail(section.line, "the message has no first line");
  Message out{.first_line = std::string(section.lines.front()), .headers = {}, .body = {}};
  std::size_t at = 1;
  for (; at < section.lines.size() && !section.lines[at].empty(); ++at) {
    const auto colon = section.lines[at].find(": ");
    if (colon == std::string_view::npos) fail(section.line + at + 1, "this is not \"Header: value\"");
    out.headers.push_back(
        {std::string(section.lines[at].substr(0, colon)), std::string(section.lines[at].substr(colon + 2))});
  }
  for (++at; at < section.lines.size(); ++at) {
    out.body += section.lines[at];
    out.body += '\n';
  }
  while (out.body.ends_with('\n')) out.body.pop_back();
  return out;
}

std::string read_word(const Section& section) {
  const auto word = std::ranges::find_if_not(section.lines, is_remark);
  if (word == section.lines.end()) fail(section.line, "this section is empty");
  return std::string(*word);
}

}  // namespace

Exchange parse(std::string_view text) {
  Exchange out;
  for (const auto& section : split_sections(text)) {
    if (section.name == "[profile]") out.profile = read_lines(section);
    if (section.name == "[client]") out.client = read_lines(section);
    if (section.name == "[service]") out.service = read_lines(section);
    if (section.name == "[setting_error]") out.setting_error = read_lines(section);
    if (section.name == "[grant]") out.grant = read_word(section);
    if (section.name == "[request]") out.request = read_message(section);
    if (section.name == "[answer]") out.answer = read_message(section);
    if (section.name == "[token]") out.token = read_lines(section);
    if (section.name == "[error]") out.error = read_lines(section);
  }
  if (!find(out.profile, "provider")) throw std::invalid_argument("[profile] names no provider");
  if (out.answer.has_value() != (out.token || out.error)) {
    throw std::invalid_argument("an [answer] goes with a [token] or an [error]");
  }
  if (!out.service && !out.setting_error && !out.request && !out.answer) {
    throw std::invalid_argument("there is nothing to check");
  }
  return out;
}

std::optional<std::string> find(const Lines& lines, std::string_view key) {
  const auto found = std::ranges::find(lines, key, &Lines::value_type::first);
  return found == lines.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace jeton::golden
