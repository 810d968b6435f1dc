#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/page.hpp"
#include "harness/page_reader.hpp"
#include "harness/temporary_folder.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

TEST(Page, CommandsHaveWhatTheyPrintBelowThem) {
  const auto page = read_page("# Title\n\n```console\n$ echo a\na\n$ cat <<X\n> b\n> X\nb\n$ true\n```\n");
  ASSERT_EQ(page.steps.size(), 3U);
  EXPECT_EQ(page.steps[0].text, "echo a");
  EXPECT_EQ(page.steps[0].shown, "a\n");
  EXPECT_EQ(page.steps[0].line, 4);
  EXPECT_EQ(page.steps[1].text, "cat <<X\nb\nX");
  EXPECT_EQ(page.steps[1].shown, "b\n");
  EXPECT_EQ(page.steps[2].shown, "");
}

TEST(Page, CommentsSayWhatABlockIs) {
  const auto page = read_page(
      "<!-- file: ~/a -->\n```toml\nx = 1\n```\n<!-- not run: it is\nlong -->\n```console\n$ x\n```\n"
      "<!-- before: a\nb -->\n<!-- typed: secret -->\n```console\n$ y\n```\n```console\n$ z\n```\n");
  ASSERT_EQ(page.steps.size(), 4U);
  EXPECT_EQ(page.steps[0].kind, Step::Kind::file);
  EXPECT_EQ(page.steps[0].path, "~/a");
  EXPECT_EQ(page.steps[0].text, "x = 1\n");
  EXPECT_EQ(page.steps[1].kind, Step::Kind::silent);
  EXPECT_EQ(page.steps[1].text, "a\nb");
  EXPECT_EQ(page.steps[2].typed, "secret\n");
  EXPECT_EQ(page.steps[3].typed, "") << "a comment is about the next block alone";
  ASSERT_EQ(page.not_run.size(), 1U);
  EXPECT_EQ(page.not_run[0].reason, "it is\nlong");
}

TEST(Page, WhatNoTestUnderstandsIsAnError) {
  for (const auto* const bad :
       {"```toml\nx = 1\n```\n", "```console\necho a\n```\n", "```console\n```\n", "```console\n$ a\n",
        "<!-- not run: -->\n", "<!-- nut run: x -->\n", "<!-- file: x\n"}) {
    EXPECT_THROW(read_page(bad), std::runtime_error) << bad;
  }
  EXPECT_TRUE(read_page("```\nanything\n```\n```text\nanything\n```\n").steps.empty());
}

TEST(Page, DotsStandForWhatVaries) {
  EXPECT_TRUE(is_shown("a\nb\n", "a\nb\n"));
  EXPECT_TRUE(is_shown("lives for …\n", "lives for 24 min\n"));
  EXPECT_TRUE(is_shown("a … c … e\n", "a b c d e\n"));
  EXPECT_TRUE(is_shown("a\n…\nd\n", "a\nb\nc\nd\n"));
  EXPECT_TRUE(is_shown("a\n…\n", "a\n"));
  for (const auto& [shown, printed] : std::vector<std::pair<std::string, std::string>>{{"a\n", "b\n"},
                                                                                       {"a\n", "a\nb\n"},
                                                                                       {"a\nb\n", "a\n"},
                                                                                       {"", "a\n"},
                                                                                       {"a …\n", "a\n"},
                                                                                       {"a … c\n", "a b\nc\n"},
                                                                                       {"a\n…\nd\n", "a\nb\n"}}) {
    EXPECT_FALSE(is_shown(shown, printed)) << shown << "--\n" << printed;
  }
}

TEST(PageReader, HostsThatAreNobodyHereAreNotReached) {
  const PageReader reader;
  const auto results = reader.follow({{.text = "curl -sS https://api.clearstreet.io/"},
                                      {.text = "curl -sS https://www.example.com/ https://api.clearstreet.io:444/"}});
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].status, 0);
  EXPECT_NE(results[1].status, 0);
  EXPECT_EQ(reader.foreign_hosts(), (std::vector<std::string>{"www.example.com:443", "api.clearstreet.io:444"}));
}

TEST(PageReader, ACommandMaySeeATerminal) {
  const auto results = PageReader().follow({{.text = "test -t 0 && test -t 1 && echo one <(:)", .terminal = true},
                                            {.text = "test -t 0 || test -t 1 || echo none"},
                                            {.text = "exit 3", .terminal = true}});
  ASSERT_EQ(results.size(), 3U);
  EXPECT_TRUE(results[0].printed.starts_with("one /dev/fd/")) << results[0].printed;
  EXPECT_EQ(results[1].printed, "none\n");
  EXPECT_EQ(results[2].status, 3);
}

TEST(PageReader, WhatACommandDoesLastsAndAShellThatEndsIsSeen) {
  const auto results =
      PageReader().follow({{.text = "cd /usr; x=1"}, {.text = "echo $PWD $x"}, {.text = "exit 3"}, {}});
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[1].printed, "/usr 1\n");
  EXPECT_EQ(results[2].status, -1);
}

std::vector<std::string> pages() {
  const fs::path source = JETON_SOURCE;
  std::set<std::string> files = {"README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(source / "docs")) {
    if (entry.path().extension() == ".md") files.insert(entry.path().lexically_relative(source));
  }
  return {files.begin(), files.end()};
}

/// README.md and docs.
class Documentation : public testing::TestWithParam<std::string> {
 protected:
  std::string file() const { return std::string(JETON_SOURCE) + '/' + GetParam(); }

  void expect_as_shown(const PageReader::Result& result) const {
    const auto& [step, printed, status] = result;
    const bool is_command = step.kind == Step::Kind::command;
    const bool says_how_it_ends = is_command && step.shown.find_first_not_of("…\n") != std::string::npos;
    const auto what = "$ " + step.text + "\nprinted:\n" + printed;
    if (status == -1) {
      ADD_FAILURE_AT(file().c_str(), step.line) << what << "and did not come to an end";
    } else if (status != 0 && !says_how_it_ends) {
      ADD_FAILURE_AT(file().c_str(), step.line) << what << "status " << status << ", of which the page says nothing";
    } else if (is_command && !is_shown(step.shown, printed)) {
      ADD_FAILURE_AT(file().c_str(), step.line) << what << "where the page shows:\n" << step.shown;
    }
  }
};

TEST_P(Documentation, DoesWhatItSays) {
  const auto page = read_page(read_file(file()));
  for (const auto& [line, reason] : page.not_run) {
    std::cout << GetParam() << ':' << line << ": not run: " << reason << '\n';
  }
  if (page.steps.empty()) return;
  const PageReader reader;
  std::vector<Step> steps;
  std::set<std::string> missing;
  for (const auto& step : page.steps) {
    const auto names = reader.missing(step.needs);
    missing.insert(names.begin(), names.end());
    if (names.empty()) steps.push_back(step);
  }
  for (const auto& result : reader.follow(steps)) expect_as_shown(result);
  EXPECT_EQ(reader.foreign_hosts(), std::vector<std::string>());
  if (missing.empty()) return;
  std::string names;
  for (const auto& name : missing) names += ' ' + name;
  GTEST_SKIP() << "parts of it, for there is no" << names;
}

/// As a forge makes the anchor of a heading.
std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading.substr(heading.find_first_not_of("# "))) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') anchor += '-';
    if (c == '-' || c == '_' || std::isalnum(byte) != 0) anchor += static_cast<char>(std::tolower(byte));
  }
  return anchor;
}

bool has_heading(const fs::path& page, const std::string& anchor) {
  std::istringstream lines(read_file(page));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#') && anchor_of(line) == anchor) return true;
  }
  return false;
}

TEST_P(Documentation, LeadsSomewhere) {
  const auto text = read_file(file());
  const std::regex link(R"(\]\(([^)#]*)(#([^)]*))?\))");
  for (std::sregex_iterator found(text.begin(), text.end(), link), end; found != end; ++found) {
    const std::string target = (*found)[1];
    const std::string anchor = (*found)[3];
    if (target.starts_with("https://")) continue;
    const auto page = target.empty() ? fs::path(file()) : fs::path(file()).parent_path() / target;
    EXPECT_TRUE(fs::exists(page)) << GetParam() << ": " << target;
    EXPECT_TRUE(anchor.empty() || has_heading(page, anchor)) << GetParam() << ": " << target << '#' << anchor;
  }
}

std::string name_of(const testing::TestParamInfo<std::string>& page) {
  auto name = page.param;
  std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Pages, Documentation, testing::ValuesIn(pages()), name_of);

}  // namespace
}  // namespace jeton::e2e
