#include "setup/git_configuration.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

const std::vector<GitHelper> acme = {{.url = "https://git.acme.example", .value = "jeton"}};

constexpr const char* acme_section =
    "[credential \"https://git.acme.example\"]\n"
    "\thelper =\n"
    "\thelper = jeton\n";

/// The line that is named in the refusal; nothing where the text is read.
std::string refused_line(std::string_view text) {
  try {
    git_helpers(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::configuration);
    const std::string message = error.what();
    return message.substr(0, message.find(" is none"));
  }
  return {};
}

TEST(GitConfiguration, HelpersAreReadInEverySpellingThatGitReads) {
  const auto helpers = git_helpers(
      "\xef\xbb\xbf# of old\r\n"
      "[Credential]\r\n"
      "  Helper = cache --timeout=60 ; for an hour\r\n"
      "[credential \"https://a.example/te\\\"am\"] helper=\"!f() { echo \\\"x\\\"; }; f\" # quoted\n"
      "\thelper =\n"
      "\thelper = one \\\n"
      "two  \n"
      "\tusername = me\n"
      "\tuseHttpPath\n"
      "[credential.B.example]\n"
      "\thelper = store");
  const std::vector<GitHelper> expected = {
      {.url = "", .value = "cache --timeout=60"},
      {.url = "https://a.example/te\"am", .value = "!f() { echo \"x\"; }; f"},
      {.url = "https://a.example/te\"am", .value = ""},
      {.url = "https://a.example/te\"am", .value = "one two"},
      {.url = "b.example", .value = "store"},
  };
  EXPECT_EQ(helpers, expected);
}

TEST(GitConfiguration, LineThatGitRefusesIsNamed) {
  EXPECT_EQ(refused_line("[user]\n\tname = \"a\n"), "line 2");
  EXPECT_EQ(refused_line("[user\n"), "line 1");
  EXPECT_EQ(refused_line("[a \"b\nc\"]\n"), "line 1");
  EXPECT_EQ(refused_line("name = a\n"), "line 1");
  EXPECT_EQ(refused_line("[a]\n\n\t= b\n"), "line 3");
  EXPECT_EQ(refused_line("[a]\n\tb = \\x\n"), "line 2");
  EXPECT_EQ(refused_line("[a]\n\tb c\n"), "line 2");
  EXPECT_EQ(refused_line("[a]\n\tb = \\\n"), "line 3") << "what is added would be part of the value";
}

TEST(GitConfiguration, OwnHelpersAreThoseForOneUrl) {
  for (const auto* const value :
       {"jeton", "jeton --profile acme", "/opt/bin/git-credential-jeton",
        "/opt/bin/git-credential-jeton --profile acme", "/'home/some one/bin/git-credential-jeton'"}) {
    EXPECT_TRUE(is_own(GitHelper{.url = "https://git.acme.example", .value = value})) << value;
    EXPECT_FALSE(is_own(GitHelper{.url = "", .value = value})) << value;
  }
  for (const auto* const value :
       {"", "jetons", "cache", "!jeton git", "/opt/bin/git-credential-jetons", "store --jeton"})
    EXPECT_FALSE(is_own(GitHelper{.url = "https://git.acme.example", .value = value})) << value;
}

TEST(GitConfiguration, HelpersAreAddedAtTheEndWithAResetBefore) {
  EXPECT_EQ(with_own_helpers("", acme), acme_section);
  EXPECT_EQ(with_own_helpers("[credential]\n\thelper = store\n", acme),
            std::string("[credential]\n\thelper = store\n") + acme_section);
}

TEST(GitConfiguration, WhatIsAddedTwiceIsThereOnce) {
  const auto once = with_own_helpers("[user]\n\tname = a\n", acme);
  EXPECT_EQ(with_own_helpers(once, acme), once);
}

TEST(GitConfiguration, HelpersMoveBehindWhatCameAfterThem) {
  const std::string other = "[credential]\n\thelper = manager\n";
  EXPECT_EQ(with_own_helpers(acme_section + other, acme), other + acme_section);
}

TEST(GitConfiguration, WithoutThemTheTextIsWhatItWas) {
  for (const auto* const text : {
           "",
           "\n",
           "# a comment alone",
           "[user]\n\tname = a",
           "[user]\r\n\tname = a\r\n",
           "[user]\n\tname = a\n\n\n",
           "[credential \"https://git.acme.example\"]\n\tusername = me\n",
           "[credential \"https://git.acme.example\"]\n",
           "[credential \"https://git.acme.example\"]\n\thelper = store\n\thelper =\n",
           "[credential]\n\thelper = jeton\n",
           "[include]\n\tpath = ~/.gitconfig.work\n; the end\n",
       }) {
    EXPECT_EQ(with_own_helpers(with_own_helpers(text, acme), {}), text) << text;
  }
}

TEST(GitConfiguration, HelpersOfOwnHandGoAndTheRestOfTheirSectionStays) {
  EXPECT_EQ(with_own_helpers("[credential \"https://git.acme.example\"]\n"
                             "\tusername = me\n"
                             "\thelper =\n"
                             "\thelper = jeton --profile acme # mine\n"
                             "\thelper = store\n",
                             {}),
            "[credential \"https://git.acme.example\"]\n\tusername = me\n\thelper = store\n");
  EXPECT_EQ(with_own_helpers("[credential \"https://a.example\"] helper = jeton\n\tusername = me\n", {}),
            "[credential \"https://a.example\"]\n\tusername = me\n");
  EXPECT_EQ(with_own_helpers("[credential \"https://a.example\"] helper = jeton\n[user]\n", {}), "[user]\n");
}

TEST(GitConfiguration, CommentsAndBlankLinesBetweenThemStay) {
  EXPECT_EQ(with_own_helpers(std::string("# before\n") + acme_section + "\n# after\n[user]\n\tname = a\n", {}),
            "# before\n\n# after\n[user]\n\tname = a\n");
}

TEST(GitConfiguration, UrlsAndValuesAreQuotedWhereGitNeedsIt) {
  const std::vector<GitHelper> odd = {
      {.url = R"(https://a.example/te"am\)", .value = R"(/'a b;#"/git-credential-jeton')"}};
  const auto text = git_sections(odd);
  EXPECT_EQ(git_helpers(text).back(), odd.front()) << text;
}

}  // namespace
}  // namespace jeton
