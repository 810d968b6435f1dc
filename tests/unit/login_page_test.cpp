#include "login/page.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

using namespace std::string_literals;

bool shows(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Text that is markup where it is not escaped.
const std::string markup = R"(<script>alert("1" & '2')</script>)";
const std::string escaped_markup = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;";

TEST(LoginPage, ShowsWhatItIsGiven) {
  const auto page = html({.mood = Page::Mood::good, .title = "Logged in", .text = "Go back.", .detail = "It said so."});
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
  EXPECT_TRUE(shows(page, "<meta charset=\"utf-8\">"));
  EXPECT_TRUE(shows(page, "<title>Logged in – jeton</title>"));
  EXPECT_TRUE(shows(page, "<h1>Logged in</h1>"));
  EXPECT_TRUE(shows(page, "<p>Go back.</p>"));
  EXPECT_TRUE(shows(page, "<blockquote>It said so.</blockquote>"));
}

TEST(LoginPage, QuotesNobodyWhereNothingWasSaid) {
  EXPECT_FALSE(shows(html({.title = "a", .text = "b", .detail = {}}), "<blockquote>"));
}

TEST(LoginPage, EscapesAllThatItIsGiven) {
  for (const Page& page :
       {Page{.title = markup, .text = "b", .detail = "c"}, Page{.title = "a", .text = markup, .detail = "c"},
        Page{.title = "a", .text = "b", .detail = markup}}) {
    EXPECT_TRUE(shows(html(page), escaped_markup)) << html(page);
    EXPECT_FALSE(shows(html(page), "<script")) << html(page);
  }
}

TEST(LoginPage, ShowsBytesThatAreNoTextAsNumbers) {
  const auto page = html({.title = "a", .text = "b", .detail = "\x00\xff\x1b"s});
  EXPECT_TRUE(shows(page, "\\x00\\xff\\x1b")) << page;
  EXPECT_EQ(page.find_first_of("\x00\xff\x1b"s), std::string::npos);
}

TEST(LoginPage, AsksNoOtherSiteForAnything) {
  const auto page = html({.title = "a", .text = "b", .detail = "c"});
  for (const auto* const other : {"http:", "https:", "//", "src=", "href=", "url(", "@import", "<script", "<link",
                                  "<img", "<form", "<iframe", " on"}) {
    EXPECT_FALSE(shows(page, other)) << other;
  }
}

TEST(LoginPage, TellsSuccessFromFailure) {
  const auto good = html({.mood = Page::Mood::good, .title = "a", .text = "b", .detail = {}});
  const auto bad = html({.mood = Page::Mood::bad, .title = "a", .text = "b", .detail = {}});
  EXPECT_TRUE(shows(good, "<main class=\"good\">"));
  EXPECT_TRUE(shows(bad, "<main class=\"bad\">"));
  const auto drawing = [](const std::string& page) {
    const auto start = page.find("<svg");
    return page.substr(start, page.find("</svg>") - start);
  };
  EXPECT_NE(drawing(good), drawing(bad)) << "nobody has to tell colours apart";
}

TEST(LoginPage, MayLoadNothingByItsPolicy) {
  const std::string policy = content_security_policy;
  EXPECT_TRUE(shows(policy, "default-src 'none'"));
  EXPECT_TRUE(shows(policy, "frame-ancestors 'none'"));
  EXPECT_FALSE(shows(policy, "script-src"));
  EXPECT_FALSE(shows(policy, "http"));
}

}  // namespace
}  // namespace jeton
