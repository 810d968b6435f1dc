#include "match/request_url.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

TEST(RequestUrl, HasASchemeAnAuthorityAndAPath) {
  const auto url = parse_request_url("https://API.example.com:8443/a/B?query=/x#y");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->authority, (Authority{"api.example.com", 8443}));
  EXPECT_EQ(url->path, "/a/B");
}

TEST(RequestUrl, HasTheRootAsItsPathWhereItHasNone) {
  for (const auto* const text :
       {"https://a.example", "https://a.example/", "https://a.example?x", "https://a.example#x"}) {
    EXPECT_EQ(parse_request_url(text)->path, "/") << text;
  }
}

TEST(RequestUrl, HasASchemeOfAnyCase) {
  EXPECT_EQ(parse_request_url("HTTPS://a.example/")->scheme, "https");
  EXPECT_EQ(parse_request_url("Http://127.0.0.1/")->scheme, "http");
}

TEST(RequestUrl, IsNothingElse) {
  using namespace std::string_view_literals;
  for (const auto text : {""sv,
                          "a.example"sv,
                          "//a.example/"sv,
                          "https:a.example"sv,
                          "https:/a.example"sv,
                          "https://"sv,
                          "https:///path"sv,
                          "ftp://a.example/"sv,
                          "file:///etc/passwd"sv,
                          "javascript:alert(1)"sv,
                          "https+x://a.example"sv,
                          " https://a.example"sv,
                          "https://a.example/ x"sv,
                          "https://a.example/\n"sv,
                          "https://a.example/\x7f"sv,
                          "https://a.example/\\evil"sv,
                          "https://user@a.example/"sv,
                          "https://user:pass@a.example/"sv,
                          "https://a.example\\@evil.example/"sv,
                          "https://a.example:99999/"sv,
                          "https://a.example\0.evil.example/"sv,
                          "https://a.example./"sv,
                          "https://127.1/"sv,
                          "https://[::1/"sv,
                          "https://a.example%2f.evil.example/"sv}) {
    EXPECT_FALSE(parse_request_url(text)) << text;
  }
}

TEST(PlainPath, MayHaveDotsInItsNames) {
  for (const auto* const path : {"", "/", "/a", "/a.b", "/.a", "/a.", "/...", "/..a/b..", "/.git/config", "/%2ea", "/%",
                                 "/%2", "/%zz", "/a%2fb"}) {
    EXPECT_TRUE(is_plain_path(path)) << path;
  }
}

TEST(PlainPath, HasNoDotSegmentEncodedOrNot) {
  for (const auto* const path : {"/.",
                                 "/..",
                                 "/a/..",
                                 "/a/../b",
                                 "/a/./b",
                                 "/../a",
                                 "/%2e%2e/a",
                                 "/%2E%2e",
                                 "/.%2e/a",
                                 "/%2e./a",
                                 "/%2e",
                                 "/a/%2e/b",
                                 "/%252e%252e/a",
                                 "/%25252e%25252e/a",
                                 "/a%2f..%2fb",
                                 "/a%2F%2e%2E%2Fb",
                                 "/a/..%2f",
                                 "/a\\..\\b",
                                 "/a%5c..%5cb",
                                 "/a/%2e%2e",
                                 ".."}) {
    EXPECT_FALSE(is_plain_path(path)) << path;
  }
}

TEST(PlainPath, IsDecodedInOnePassHoweverOftenItIsEncoded) {
  std::string times;
  for (int i = 0; i < 1'000'000; ++i) times += "25";
  EXPECT_FALSE(is_plain_path("/%" + times + "2e"));
  EXPECT_FALSE(is_plain_path("/%" + times + "2e%" + times + "2E/x"));
  EXPECT_TRUE(is_plain_path("/%" + times + "2f"));
  EXPECT_FALSE(is_plain_path("/%%32%65")) << "what is decoded may be a part of the next one";
}

TEST(CoveringPatterns, AreFewHoweverLongTheRequestIs) {
  std::string url = "https://a";
  for (int i = 0; i < 100; ++i) url += ".a";
  for (int i = 0; i < 30'000; ++i) url += "/a";
  std::string first;
  std::size_t count = 0;
  const auto is_wanted = [&](std::string_view spelling) {
    if (count++ == 0) first = spelling;
    return false;
  };
  EXPECT_FALSE(find_covering_pattern(parse_request_url(url).value(), is_wanted));
  EXPECT_EQ(count, std::size_t{100 * 501});
  EXPECT_EQ(first, url.substr(0, 9 + 200) + ":443" + url.substr(9 + 200, 1000));
}

TEST(ServerName, IsOneForAllSpellings) {
  const auto name = [](const char* authority, const char* scheme) {
    return server_name(parse_authority(authority).value(), scheme);
  };
  EXPECT_EQ(name("A.example", "https"), "a.example");
  EXPECT_EQ(name("a.example:443", "https"), "a.example");
  EXPECT_EQ(name("a.example:80", "https"), "a.example:80");
  EXPECT_EQ(name("a.example:80", "http"), "a.example");
  EXPECT_EQ(name("a.example:443", "http"), "a.example:443");
  EXPECT_EQ(name("[0::1]:8080", "http"), "[::1]:8080");
  EXPECT_EQ(name("a.example:443", "smtp"), "a.example:443") << "its own port is another";
}

TEST(Protected, IsHttpsAndLoopback) {
  for (const auto* const url : {"https://a.example", "https://localhost", "http://localhost", "http://127.0.0.1:80"}) {
    EXPECT_TRUE(is_protected(parse_request_url(url).value())) << url;
  }
  EXPECT_FALSE(is_protected(parse_request_url("http://a.example").value()));
}

TEST(WithoutLogin, LeavesOutUserNameAndPasswordAlsoWhereTheUrlIsNone) {
  EXPECT_EQ(without_login("https://user:pass@host.example/a"), "https://<redacted>@host.example/a");
  EXPECT_EQ(without_login("https://user@host.example"), "https://<redacted>@host.example");
  EXPECT_EQ(without_login("https://user:pa/ss@w@host.example/a"), "https://<redacted>@host.example/a");
  EXPECT_EQ(without_login("ftp://user:pass@host"), "ftp://<redacted>@host");
  EXPECT_EQ(without_login("user:pass@host"), "<redacted>@host");
}

TEST(WithoutLogin, LeavesAUrlWithoutOneAsItIs) {
  for (const auto* const url : {"https://host.example/@scope/a", "https://host.example:8443/?mail=a@b.example",
                                "https://host.example", "no URL", ""}) {
    EXPECT_EQ(without_login(url), url);
  }
}

}  // namespace
}  // namespace jeton
