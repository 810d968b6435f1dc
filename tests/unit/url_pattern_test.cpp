#include <gtest/gtest.h>

#include "match/request_url.hpp"

namespace jeton {
namespace {

UrlPattern pattern(const std::string& text) {
  std::string trouble;
  auto parsed = UrlPattern::parse(text, trouble);
  if (!parsed) throw std::invalid_argument(text + ' ' + trouble);
  return *parsed;
}

RequestUrl request(const std::string& url) {
  auto parsed = parse_request_url(url);
  if (!parsed) throw std::invalid_argument(url);
  return *parsed;
}

/// A request that says a host alone, as docker's do.
RequestUrl host_alone(const std::string& authority) {
  return {.scheme = std::nullopt, .authority = parse_authority(authority).value(), .path = std::nullopt};
}

TEST(UrlPattern, HasOneSpelling) {
  const std::pair<const char*, const char*> spellings[] = {
      {"https://example.com", "https://example.com:443"},
      {"https://example.com/", "https://example.com:443"},
      {"https://example.com:443//", "https://example.com:443"},
      {"HTTPS://Example.COM/Path/", "https://example.com:443/Path"},
      {"https://*.Example.com:8443/a/b", "https://*.example.com:8443/a/b"},
      {"http://localhost", "http://localhost:80"},
      {"http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"},
      {"https://[0:0:0:0:0:0:0:1]", "https://[::1]:443"},
      {"https://192.0.2.1", "https://192.0.2.1:443"},
  };
  for (const auto& [text, spelling] : spellings) {
    EXPECT_EQ(pattern(text).text(), spelling);
    EXPECT_EQ(pattern(spelling).text(), spelling);
  }
}

TEST(UrlPattern, IsRefusedWithTheReason) {
  const std::pair<const char*, const char*> refusals[] = {
      {"", "https"},
      {"example.com", "https"},
      {"ftp://example.com", "https"},
      {"https://", "host"},
      {"https://user@example.com", "host"},
      {"https://example.com:0", "port"},
      {"https://exämple.com", "host"},
      {"http://example.com", "loopback"},
      {"http://localhost.example.com", "loopback"},
      {"http://*.localhost.example", "loopback"},
      {"https://*", "host"},
      {"https://*.com", "two labels"},
      {"https://*.localhost", "two labels"},
      {"https://*.192.0.2.1", "two labels"},
      {"https://*.[::1]", "two labels"},
      {"https://*.*.example.com", "host"},
      {"https://a.*.example.com", "host"},
      {"https://*example.com", "host"},
      {"https://example.*", "host"},
      {"https://example.com/?x=1", "query"},
      {"https://example.com/#x", "fragment"},
      {"https://example.com/a/../b", "\"..\""},
      {"https://example.com/%2e%2e/b", "\"..\""},
      {"https://example.com/a b", "https"},
      {"https://example.com\n", "https"},
  };
  for (const auto& [text, reason] : refusals) {
    std::string trouble;
    EXPECT_FALSE(UrlPattern::parse(text, trouble)) << text;
    EXPECT_NE(trouble.find(reason), std::string::npos) << text << ' ' << trouble;
  }
}

struct Coverage {
  const char* pattern;
  const char* url;
};

TEST(UrlPattern, HasAPathOfAThousandBytesAtMost) {
  const auto path = '/' + std::string(999, 'a');
  std::string trouble;
  EXPECT_TRUE(pattern("https://example.com" + path).covers(request("https://example.com" + path + "/b/c")));
  EXPECT_FALSE(pattern("https://example.com" + path).covers(request("https://example.com" + path + "b/c")));
  EXPECT_FALSE(UrlPattern::parse("https://example.com" + path + 'a', trouble));
  EXPECT_EQ(trouble, "has a path of more than 1,000 bytes");
}

TEST(UrlPattern, Covers) {
  const Coverage cases[] = {
      // scheme, host and port
      {"https://example.com", "https://example.com"},
      {"https://example.com", "https://EXAMPLE.com:443/any/path?x#y"},
      {"https://example.com:443", "https://example.com/"},
      {"https://example.com:8443", "https://example.com:8443/"},
      {"http://localhost", "http://localhost/"},
      {"http://localhost:80", "http://localhost/"},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080/x"},
      {"http://[::1]:8080", "http://[0:0::1]:8080/x"},
      // "*." is one or more labels
      {"https://*.example.com", "https://a.example.com"},
      {"https://*.example.com", "https://a.b.c.example.com/x"},
      {"https://*.a.example.com", "https://b.a.example.com"},
      {"https://*.example.com:8443", "https://a.example.com:8443"},
      // the path, by whole segments
      {"https://example.com/", "https://example.com"},
      {"https://example.com/a", "https://example.com/a"},
      {"https://example.com/a", "https://example.com/a/"},
      {"https://example.com/a/", "https://example.com/a"},
      {"https://example.com/a", "https://example.com/a/b.git/info?x"},
      {"https://example.com/a/b", "https://example.com/a/b/c"},
      {"https://example.com/a", "https://example.com/a?x"},
      {"https://*.example.com/a", "https://x.example.com/a/b"},
  };
  for (const auto& [text, url] : cases) EXPECT_TRUE(pattern(text).covers(request(url))) << text << ' ' << url;
}

TEST(UrlPattern, DoesNotCover) {
  const Coverage cases[] = {
      // another scheme: a token for https is never sent in the clear, and one for http not elsewhere
      {"https://localhost", "http://localhost"},
      {"http://localhost", "https://localhost"},
      {"https://localhost:8080", "http://localhost:8080"},
      // another host
      {"https://example.com", "https://example.org"},
      {"https://example.com", "https://a.example.com"},
      {"https://example.com", "https://example.com.evil.example"},
      {"https://example.com", "https://evilexample.com"},
      {"https://example.com", "https://com"},
      {"https://a.example.com", "https://example.com"},
      {"https://127.0.0.1", "https://localhost"},
      {"https://[::1]", "https://localhost"},
      // "*." is no label fewer, and a whole one
      {"https://*.example.com", "https://example.com"},
      {"https://*.example.com", "https://evilexample.com"},
      {"https://*.example.com", "https://a.example.com.evil.example"},
      {"https://*.example.com", "https://a.example.org"},
      {"https://*.a.example.com", "https://a.example.com"},
      {"https://*.a.example.com", "https://b.example.com"},
      // another port
      {"https://example.com", "https://example.com:8443"},
      {"https://example.com", "https://example.com:80"},
      {"https://example.com:8443", "https://example.com"},
      {"http://localhost", "http://localhost:443"},
      {"http://localhost:8080", "http://localhost"},
      {"https://*.example.com", "https://a.example.com:8443"},
      // another path
      {"https://example.com/a", "https://example.com"},
      {"https://example.com/a", "https://example.com/"},
      {"https://example.com/a", "https://example.com/ab"},
      {"https://example.com/a", "https://example.com/A"},
      {"https://example.com/a", "https://example.com/b/a"},
      {"https://example.com/a/b", "https://example.com/a"},
      {"https://example.com/a", "https://example.com//a"},
      {"https://example.com/a", "https://example.com/?/a"},
      {"https://example.com/a", "https://example.com/%61"},
      // a path that is not what it looks like matches nothing, not even a pattern without a path
      {"https://example.com/a", "https://example.com/a/../b"},
      {"https://example.com/a", "https://example.com/b/../a"},
      {"https://example.com", "https://example.com/.."},
      {"https://example.com", "https://example.com/./a"},
      {"https://example.com", "https://example.com/%2e%2e/a"},
      {"https://example.com", "https://example.com/%252E%252e/a"},
      {"https://example.com/a", "https://example.com/a%2f..%2fb"},
  };
  for (const auto& [text, url] : cases) EXPECT_FALSE(pattern(text).covers(request(url))) << text << ' ' << url;
}

TEST(UrlPattern, CoversARequestWithoutAPathWhateverItsOwnPathIs) {
  EXPECT_TRUE(pattern("https://example.com/a/b").covers(host_alone("example.com")));
  EXPECT_TRUE(pattern("https://*.example.com/a").covers(host_alone("x.example.com:443")));
  EXPECT_FALSE(pattern("https://example.com/a").covers(host_alone("example.org")));
  EXPECT_FALSE(pattern("https://example.com/a").covers(host_alone("example.com:5000")));
}

TEST(UrlPattern, CoversARequestWithoutASchemeOverHttpsAndOnLoopbackOverHttp) {
  EXPECT_TRUE(pattern("https://example.com").covers(host_alone("example.com")));
  EXPECT_TRUE(pattern("https://localhost:5000").covers(host_alone("localhost:5000")));
  EXPECT_TRUE(pattern("http://localhost:5000").covers(host_alone("localhost:5000")));
  EXPECT_TRUE(pattern("http://127.0.0.1:5000").covers(host_alone("127.0.0.1:5000")));
  EXPECT_FALSE(pattern("http://localhost:5000").covers(host_alone("127.0.0.1:5000")));
}

TEST(UrlPattern, NeverCoversPlainHttpBeyondLoopback) {
  const UrlPattern forged{.scheme = "http", .host = "example.com", .any_label = false, .port = 80, .path = {}};
  EXPECT_FALSE(forged.covers(request("http://example.com/")));
  EXPECT_FALSE(forged.covers(host_alone("example.com:80")));
  EXPECT_FALSE(pattern("https://example.com:80").covers(request("http://example.com/")));
}

}  // namespace
}  // namespace jeton
