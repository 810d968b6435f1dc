#include "golden/exchange.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text.hpp"

namespace jeton::golden {
namespace {

constexpr std::array<std::string_view, 11> sections = {
    "[profile]", "[client]", "[service]", "[setting_error]",        "[authorization]", "[grant]",
    "[request]", "[answer]", "[token]",   "[device_authorization]", "[error]"};

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

/// The lines of the section from the `from`th on.
Lines read_lines(const Section& section, std::size_t from = 0) {
  Lines out;
  for (auto at = from; at < section.lines.size(); ++at) {
    const auto line = section.lines[at];
    if (is_remark(line)) continue;
    const auto equals = line.find(" =");
    const auto value = equals == std::string_view::npos ? line : line.substr(equals + 2);
    if (equals == std::string_view::npos || !(value.empty() || value.starts_with(' '))) {
      fail(section.line + at + 1, "this is not \"key = value\"");
    }
    out.emplace_back(line.substr(0, equals), value.substr(value.empty() ? 0 : 1));
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

Purpose read_purpose(const Section& section) {
  const auto name = std::ranges::find_if_not(section.lines, is_remark);
  if (name == section.lines.end()) fail(section.line, "this section is empty");
  const auto below = static_cast<std::size_t>(name - section.lines.begin()) + 1;
  return {.name = std::string(*name), .values = read_lines(section, below)};
}

void check_sense(const Exchange& exchange) {
  const auto refuse = [](bool nonsense, const char* why) {
    if (nonsense) throw std::invalid_argument(why);
  };
  const bool is_device = exchange.grant.name == "device_authorization";
  const int outcomes = (exchange.token ? 1 : 0) + (exchange.device_authorization ? 1 : 0) + (exchange.error ? 1 : 0);
  refuse(!find(exchange.profile, "provider"), "[profile] names no provider");
  refuse(outcomes != (exchange.answer ? 1 : 0),
         "an [answer] goes with one of [token], [device_authorization] and [error]");
  refuse((exchange.token && is_device) || (exchange.device_authorization && !is_device),
         "[device_authorization] is the answer to the [grant] of that name");
  refuse(exchange.answer && exchange.grant.name == "revocation", "the answer to a revocation means nothing");
  refuse(exchange.setting_error && (exchange.request || exchange.answer), "a setting that is refused asks for nothing");
  refuse(
      exchange.authorization && find(*exchange.authorization, "url").has_value() == exchange.setting_error.has_value(),
      "an [authorization] has a url or goes with a [setting_error]");
  refuse(
      !exchange.service && !exchange.setting_error && !exchange.authorization && !exchange.request && !exchange.answer,
      "there is nothing to check");
}

}  // namespace

Exchange parse(std::string_view text) {
  Exchange out;
  for (const auto& section : split_sections(text)) {
    if (section.name == "[profile]") out.profile = read_lines(section);
    if (section.name == "[client]") out.client = read_lines(section);
    if (section.name == "[service]") out.service = read_lines(section);
    if (section.name == "[setting_error]") out.setting_error = read_lines(section);
    if (section.name == "[authorization]") out.authorization = read_lines(section);
    if (section.name == "[grant]") out.grant = read_purpose(section);
    if (section.name == "[request]") out.request = read_message(section);
    if (section.name == "[answer]") out.answer = read_message(section);
    if (section.name == "[token]") out.token = read_lines(section);
    if (section.name == "[device_authorization]") out.device_authorization = read_lines(section);
    if (section.name == "[error]") out.error = read_lines(section);
  }
  check_sense(out);
  return out;
}

}  // namespace jeton::golden
