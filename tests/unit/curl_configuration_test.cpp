#include "curl/configuration.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jeton::curl {
namespace {

TEST(CurlConfiguration, IsTheOneOfTheContract) {
  EXPECT_EQ(write({.profile = "portfolios",
                   .token = "TOKEN",
                   .expires_at = 1795341600,
                   .headers = {{"Accept", "application/json; version=1.0.0"}}}),
            "# jeton: portfolios, expires 2026-11-22T10:00:00Z\n"
            "proto = \"=https\"\n"
            "proto-redir = \"=https\"\n"
            "header = \"Accept: application/json; version=1.0.0\"\n"
            "oauth2-bearer = \"TOKEN\"\n");
}

TEST(CurlConfiguration, SaysNoTimeForATokenWithoutExpiry) {
  const auto text = write({.profile = "a", .token = "TOKEN"});
  EXPECT_TRUE(text.starts_with("# jeton: a, ")) << text;
  EXPECT_EQ(text.find("expires "), std::string::npos) << text;
}

TEST(CurlConfiguration, AllowsHttpOnLoopbackAlone) {
  const auto text = write({.profile = "a", .token = "T", .loopback_only = true});
  EXPECT_NE(text.find("\nproto = \"=http,https\"\nproto-redir = \"=http,https\"\n"), std::string::npos) << text;
}

TEST(CurlConfiguration, FollowsNoRedirectWithAHeaderThatCurlWouldCarryAlong) {
  EXPECT_NE(write({.profile = "a", .token = "T", .headers = {{"accept", "x"}, {"X-Tenant", "blue"}}})
                .find("\nmax-redirs = 0\n"),
            std::string::npos);
  EXPECT_EQ(write({.profile = "a", .token = "T", .headers = {{"ACCEPT", "x"}}}).find("max-redirs"), std::string::npos);
  EXPECT_EQ(write({.profile = "a", .token = "T"}).find("max-redirs"), std::string::npos);
}

/// `Name:` would take a header away, `Name;` sends an empty one (curl(1), --header).
TEST(CurlConfiguration, SendsAHeaderWithAnEmptyValue) {
  EXPECT_NE(write({.profile = "a", .token = "T", .headers = {{"X-Empty", ""}}}).find("\nheader = \"X-Empty;\"\n"),
            std::string::npos);
}

TEST(CurlConfiguration, QuotesEveryValue) {
  const auto text = write({.profile = "a", .token = "T", .headers = {{"Accept", "a\"b\\c\td"}}});
  EXPECT_NE(text.find("\nheader = \"Accept: a\\\"b\\\\c\\td\"\n"), std::string::npos) << text;
}

TEST(CurlConfiguration, ForAUrlBeginsAnewSoThatNothingBeforeItGetsTheToken) {
  const auto text = write({.profile = "a", .token = "TOKEN", .expires_at = 0, .url = "https://a.example/{x}?y=[1-2]"});
  EXPECT_TRUE(text.starts_with("next\n")) << text;
  for (const auto* const line : {"\ngloboff\n", "\nurl = \"https://a.example/{x}?y=[1-2]\"\n", "\nproto = \"=https\"\n",
                                 "\nproto-redir = \"=https\"\n", "\noauth2-bearer = \"TOKEN\"\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(CurlConfiguration, ForAUrlAllowsItsSchemeAlone) {
  const auto http = write({.profile = "a", .token = "T", .loopback_only = true, .url = "HTTP://localhost:8080/"});
  EXPECT_NE(http.find("\nproto = \"=http\"\n"), std::string::npos) << http;
  const auto https = write({.profile = "a", .token = "T", .loopback_only = true, .url = "https://localhost/"});
  EXPECT_NE(https.find("\nproto = \"=https\"\n"), std::string::npos) << https;
}

/// Newer curls refuse an option with a blank in front, and 7.88 a line over 100 KiB.
TEST(CurlConfiguration, IsOneThatEveryCurlTakes) {
  const auto text = write({.profile = "a",
                           .token = std::string(32768, 'x'),
                           .expires_at = 0,
                           .headers = {{"Accept", "x"}},
                           .url = "https://a.example/"});
  std::size_t start = 0;
  while (start < text.size()) {
    const auto end = text.find('\n', start);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LT(end - start, 102'000U);
    EXPECT_NE(text.find_first_not_of(" \t", start), std::string::npos);
    EXPECT_NE(text[start], ' ');
    EXPECT_NE(text[start], '-');
    start = end + 1;
  }
}

TEST(CurlFailure, IsOneOptionWhateverTheReason) {
  for (const auto* const reason :
       {"login required; run: jeton login a", "it said \"no\"", "two\nlines\r\nurl = \"https://evil\"", "back\\slash",
        "tab\t, comma, colon: 1:2:3", "\x1b[31m", "", "ünïcode"}) {
    const auto text = write_failure(reason);
    EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
    EXPECT_TRUE(text.ends_with("\"\n")) << text;
    // Every quote but the two at the ends is escaped.
    std::size_t bare = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == '"') {
        ++bare;
      }
    }
    EXPECT_EQ(bare, 2U) << text;
    EXPECT_EQ(text.find("oauth2-bearer"), std::string::npos);
  }
}

TEST(CurlFailure, ShowsTheReason) {
  EXPECT_NE(write_failure("login required; run: jeton login a").find("login required; run: jeton login a"),
            std::string::npos);
}

TEST(CurlToken, IsFoundInAConfigurationOfOurs) {
  EXPECT_EQ(
      token_in(write({.profile = "a", .token = "abc.DEF", .headers = {{"Accept", "x"}}, .url = "https://a.example/"})),
      "abc.DEF");
  EXPECT_EQ(token_in("abc.DEF\n"), "abc.DEF");
  EXPECT_EQ(token_in("abc.DEF"), "abc.DEF");
  EXPECT_EQ(token_in(""), "");
}

}  // namespace
}  // namespace jeton::curl
