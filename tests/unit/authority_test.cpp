#include "match/authority.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

TEST(Authority, IsAHostAndThePortThatWasSaid) {
  struct Case {
    const char* text;
    Authority authority;
  };
  const Case cases[] = {
      {"example.com", {"example.com", {}}},
      {"EXAMPLE.Com", {"example.com", {}}},
      {"localhost", {"localhost", {}}},
      {"a_b.example.com", {"a_b.example.com", {}}},
      {"xn--bcher-kva.example", {"xn--bcher-kva.example", {}}},
      {"1.example.com", {"1.example.com", {}}},
      {"3com.com", {"3com.com", {}}},
      {"example.com:443", {"example.com", 443}},
      {"example.com:1", {"example.com", 1}},
      {"example.com:65535", {"example.com", 65535}},
      {"127.0.0.1", {"127.0.0.1", {}}},
      {"192.168.0.1:8080", {"192.168.0.1", 8080}},
      {"[::1]", {"[::1]", {}}},
      {"[::1]:8080", {"[::1]", 8080}},
      {"[2001:DB8:0:0:0:0:0:1]", {"[2001:db8::1]", {}}},
      {"[::ffff:192.0.2.1]", {"[::ffff:192.0.2.1]", {}}},
  };
  for (const auto& [text, authority] : cases) {
    const auto parsed = parse_authority(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->host, authority.host) << text;
    EXPECT_EQ(parsed->port, authority.port) << text;
  }
}

TEST(Authority, TakesALabelOf63AndANameOf253) {
  const std::string label(63, 'a');
  EXPECT_TRUE(parse_authority(label + ".example"));
  EXPECT_FALSE(parse_authority('a' + label + ".example"));
  const auto name = label + '.' + label + '.' + label + '.';
  EXPECT_TRUE(parse_authority(name + std::string(61, 'b')));
  EXPECT_FALSE(parse_authority(name + std::string(62, 'b')));
}

TEST(Authority, IsNothingElse) {
  using namespace std::string_view_literals;
  for (const auto text : {
           ""sv,
           ":"sv,
           ":443"sv,
           "."sv,
           "example.com."sv,
           ".example.com"sv,
           "example..com"sv,
           "-example.com"sv,
           "example-.com"sv,
           "*.example.com"sv,
           // somebody else's host in front of, or behind, the one it looks like
           "user@example.com"sv,
           "example.com@evil.example"sv,
           "example.com/evil"sv,
           "example.com?evil"sv,
           "example.com#evil"sv,
           "example.com\\evil"sv,
           "example.com%2eevil"sv,
           "example.com evil"sv,
           " example.com"sv,
           "example.com "sv,
           "example.com\n"sv,
           "example.com\revil"sv,
           "example.com\0evil"sv,
           "example.com\tevil"sv,
           "example.com;evil"sv,
           "example.com,evil"sv,
           "https://example.com"sv,
           // names in other than their ASCII form
           "exämple.com"sv,
           "еxample.com"sv,
           "example。com"sv,
           "example.com\xff"sv,
           // odd ports
           "example.com:"sv,
           "example.com:0"sv,
           "example.com:0443"sv,
           "example.com:65536"sv,
           "example.com:99999"sv,
           "example.com:443443"sv,
           "example.com:+443"sv,
           "example.com:-443"sv,
           "example.com: 443"sv,
           "example.com:443 "sv,
           "example.com:443:443"sv,
           "example.com:4a"sv,
           "example.com:４４３"sv,
           // addresses in their old spellings, which resolve to something else than they look like
           "127.1"sv,
           "127.0.1"sv,
           "2130706433"sv,
           "0177.0.0.1"sv,
           "127.0.0.01"sv,
           "256.0.0.1"sv,
           "1.2.3.4.5"sv,
           "0x7f.0.0.1"sv,
           "127.0.0.1."sv,
           "example.1"sv,
           // brackets
           "["sv,
           "]"sv,
           "[]"sv,
           "[::1"sv,
           "::1"sv,
           "::1]"sv,
           "[::1]x"sv,
           "[::1]:"sv,
           "[[::1]]"sv,
           "[::1%eth0]"sv,
           "[::1%25lo]"sv,
           "[127.0.0.1]"sv,
           "[example.com]"sv,
           "[::g]"sv,
           "[:::1]"sv,
           "[::1]:080"sv,
           "[::1]]"sv,
           "[::1]@evil"sv,
           "x[::1]"sv,
           "[::1\0]"sv,
       }) {
    EXPECT_FALSE(parse_authority(text)) << text;
  }
}

TEST(Loopback, Is127And1AndLocalhost) {
  for (const auto* const host : {"localhost", "127.0.0.1", "127.255.255.254", "127.0.1.1", "[::1]"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
}

TEST(Loopback, IsNothingElse) {
  for (const auto* const host : {"", "128.0.0.1", "126.0.0.1", "0.0.0.0", "10.0.0.1", "[::]", "[::2]",
                                 "[::ffff:127.0.0.1]", "localhost.example.com", "sub.localhost", "notlocalhost",
                                 "127.example.com", "127.0.0.1.example.com", "127.0.0.1.nip.io"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace jeton
