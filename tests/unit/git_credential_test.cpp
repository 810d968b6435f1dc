#include "git/credential.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace jeton::git {
namespace {

Request request(const std::string& input) {
  auto read_request = read(input);
  if (!read_request) throw std::invalid_argument(read_request.error());
  return *read_request;
}

const std::string good = "protocol=https\nhost=example.com\n";

TEST(GitRequest, IsReadAsGit246SendsIt) {
  const auto read_request = request(
      "capability[]=authtype\ncapability[]=state\nprotocol=https\nhost=example.com:8443\npath=foo.git\nusername=ada\n"
      "wwwauth[]=Basic realm=\"x\"\nwwwauth[]=Bearer\nstate[]=other:1\nstate[]=jeton:2\npassword=se=cret\n"
      "password_expiry_utc=99\noauth_refresh_token=r\nauthtype=Bearer\ncredential=c\nephemeral=1\nnew_key=x\n\n");
  EXPECT_EQ(read_request.protocol, "https");
  EXPECT_EQ(read_request.host, "example.com:8443");
  EXPECT_EQ(read_request.path, "foo.git");
  EXPECT_EQ(read_request.username, "ada");
  EXPECT_EQ(read_request.password, "se=cret");
  EXPECT_EQ(read_request.password_expiry_utc, "99");
  EXPECT_EQ(read_request.oauth_refresh_token, "r");
  EXPECT_EQ(read_request.authtype, "Bearer");
  EXPECT_EQ(read_request.credential, "c");
  EXPECT_TRUE(read_request.ephemeral);
  EXPECT_TRUE(read_request.can_authtype);
  EXPECT_TRUE(read_request.can_state);
  EXPECT_EQ(read_request.wwwauth, std::vector<std::string>({"Basic realm=\"x\"", "Bearer"}));
  EXPECT_EQ(read_request.state, std::vector<std::string>({"other:1", "jeton:2"}));
}

TEST(GitRequest, IsReadAsOldGitSendsIt) {
  const auto read_request = request("protocol=https\nhost=example.com\n");
  EXPECT_FALSE(read_request.path || read_request.username || read_request.password);
  EXPECT_FALSE(read_request.can_authtype || read_request.can_state || read_request.ephemeral);
}

TEST(GitRequest, EndsAtABlankLineOrAtTheEnd) {
  EXPECT_EQ(request("protocol=https\nhost=a.example\n\nhost=b.example\nno equals sign\n").host, "a.example");
  EXPECT_EQ(request("protocol=https\nhost=a.example").host, "a.example");
}

TEST(GitRequest, TakesBackAListAtAnEmptyValue) {
  const auto read_request = request(good + "state[]=a\nstate[]=\nstate[]=b\ncapability[]=state\ncapability[]=\n");
  EXPECT_EQ(read_request.state, std::vector<std::string>({"b"}));
  EXPECT_FALSE(read_request.can_state);
}

TEST(GitRequest, MayHaveAnEmptyUsernameAndPassword) {
  const auto read_request = request(good + "username=\npassword=\n");
  EXPECT_EQ(read_request.username, "");
  EXPECT_EQ(read_request.password, "");
}

TEST(GitRequest, IsHostileWithAControlCharacterInWhatItIsAbout) {
  for (int byte = 0; byte < 0x20; ++byte) {
    if (byte == '\n') continue;
    const std::string control(1, static_cast<char>(byte));
    EXPECT_FALSE(read("protocol=https" + control + "\nhost=example.com\n")) << byte;
    EXPECT_FALSE(read("protocol=https\nhost=example.com" + control + "\n")) << byte;
    EXPECT_FALSE(read(good + "path=foo" + control + "host=evil\n")) << byte;
    EXPECT_FALSE(read(good + "username=" + control + "\n")) << byte;
  }
  EXPECT_FALSE(read(good + "path=\x7f\n"));
  EXPECT_FALSE(read("protocol=https\r\nhost=example.com\r\n\r\n"));
}

TEST(GitRequest, IsHostileWithoutOneProtocolAndOneHost) {
  for (const auto* const input :
       {"", "\n", "\nprotocol=https\nhost=example.com\n", "protocol=https\n", "host=example.com\n",
        "protocol=\nhost=example.com\n", "protocol=https\nhost=\n",
        "protocol=https\nprotocol=https\nhost=example.com\n", "protocol=https\nprotocol=http\nhost=example.com\n",
        "protocol=https\nhost=a.example\nhost=a.example\n", "protocol=https\nhost=a.example\nhost=b.example\n",
        "protocol=https\nhost=\nhost=a.example\n"}) {
    EXPECT_FALSE(read(input)) << input;
  }
}

TEST(GitRequest, IsHostileWithAHostThatIsNone) {
  for (const auto* const host : {"good.example@evil.example",
                                 "evil.example/good.example",
                                 "example.com%2eevil",
                                 "example.com?x",
                                 "example.com#x",
                                 "example.com\\x",
                                 "example.com x",
                                 " example.com",
                                 "example.com.",
                                 ".example.com",
                                 "exämple.com",
                                 "example.com:",
                                 "example.com:0443",
                                 "example.com:018999",
                                 "example.com:99999",
                                 "example.com:443:443",
                                 "example.com:+443",
                                 "[::1",
                                 "::1",
                                 "[::1]x",
                                 "[fe80::1%eth0]",
                                 "127.1",
                                 "2130706433",
                                 "0177.0.0.1",
                                 "*.example.com",
                                 "*",
                                 "-",
                                 "a..b"}) {
    EXPECT_FALSE(read(std::string("protocol=https\nhost=") + host + '\n')) << host;
  }
  for (const auto* const host :
       {"example.com", "EXAMPLE.com", "example.com:8443", "127.0.0.1:5000", "[::1]:8080", "localhost"}) {
    EXPECT_TRUE(read(std::string("protocol=https\nhost=") + host + '\n')) << host;
  }
}

TEST(GitRequest, IsHostileWithALineThatIsNotKeyAndValue) {
  EXPECT_FALSE(read(good + "no equals sign\n"));
  EXPECT_FALSE(read(good + "=value\n"));
  EXPECT_FALSE(read(good + "\r\n"));
}

TEST(GitRequest, IsHostileBeyondItsLimits) {
  const auto line_of = [](std::size_t length) { return "x=" + std::string(length - 3, 'y') + '\n'; };
  constexpr std::size_t kib64 = 65536;
  EXPECT_TRUE(read(good + line_of(kib64)));
  EXPECT_FALSE(read(good + line_of(kib64 + 2)));
  EXPECT_FALSE(read(good + "wwwauth[]=" + std::string(kib64, 'y') + '\n'));

  std::string lines = good;
  for (int i = 0; i < 998; ++i) lines += "x=y\n";
  EXPECT_TRUE(read(lines));
  EXPECT_FALSE(read(lines + "x=y\n"));

  std::string large = good;
  while (large.size() <= std::size_t{1} << 20U) large += line_of(60'000);
  EXPECT_FALSE(read(large));
}

/// What follows a blank line is not looked at, but a flood of it is one all the same.
TEST(GitRequest, IsHostileWithAMebibyteBehindTheBlankLine) {
  EXPECT_FALSE(read(good + '\n' + std::string((std::size_t{1} << 20U) + 1, 'x')));
}

TEST(GitUrl, IsForHttpAndHttpsAlone) {
  const auto url = url_of(request("protocol=https\nhost=EXAMPLE.com:8443\npath=a/b.git\n"));
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->authority, (Authority{"example.com", 8443}));
  EXPECT_EQ(url->path, "/a/b.git");
  EXPECT_EQ(url_of(request(good))->path, std::nullopt);
  EXPECT_EQ(url_of(request("protocol=http\nhost=localhost\n"))->scheme, "http");
  for (const auto* const protocol : {"smtp", "imap", "cert", "ssh", "HTTPS", "https:", "https://x"}) {
    EXPECT_FALSE(url_of(request(std::string("protocol=") + protocol + "\nhost=example.com\n"))) << protocol;
  }
}

TEST(GitChallenges, OfferASchemeWhereOneOfThemIsOfIt) {
  const std::vector<std::vector<std::string>> offers_bearer = {
      {"Bearer"},
      {"bearer realm=\"x\""},
      {"BEARER  realm=\"x\", error=\"invalid_token\""},
      {"Basic realm=\"x\"", "Bearer realm=\"y\""},
      {"Basic realm=\"x\", Bearer realm=\"y\""},
      {"Basic realm=\"a, b\", charset=\"UTF-8\", Bearer"},
      {"Negotiate, Bearer"},
      {"Negotiate YII==, Bearer"},
      {"Basic realm=\"quote \\\" , in it\",Bearer realm=\"y\""},
      {" , Bearer"},
  };
  for (const auto& challenges : offers_bearer) EXPECT_TRUE(offers(challenges, "bearer")) << challenges.front();
}

TEST(GitChallenges, DoNotOfferASchemeForBeingNamedInThem) {
  const std::vector<std::vector<std::string>> no_bearer = {
      {},
      {""},
      {"Basic realm=\"Bearer\""},
      {"Basic realm=\"x, Bearer\""},
      {"Basic realm=\"x, Bearer realm=y\""},
      {"Basic realm=\"\\\", Bearer \\\"\""},
      {"Basic realm=x, bearer=y"},
      {"BearerX realm=\"x\""},
      {"Basic bearer"},
      {"Basic realm=\"unterminated, Bearer"},
  };
  for (const auto& challenges : no_bearer) {
    EXPECT_FALSE(offers(challenges, "bearer")) << (challenges.empty() ? "" : challenges.front());
  }
  EXPECT_TRUE(offers({"Basic realm=\"Bearer\""}, "basic"));
}

/// RFC 9110 section 11.2: there may be blanks around the `=` of a parameter.
TEST(GitChallenges, DoNotTakeAParameterForAScheme) {
  EXPECT_FALSE(offers({"Basic realm=\"x\", bearer = \"y\""}, "bearer"));
}

TEST(GitState, IsOursWithOurPrefixAndAFingerprint) {
  const std::string fingerprint = "0123456789abcdef0123456789abcdef";
  EXPECT_EQ(answered_token(request(good + "state[]=jeton:" + fingerprint + '\n')), fingerprint);
  EXPECT_EQ(answered_token(request(good + "state[]=osx:1\nstate[]=jeton:" + fingerprint + '\n')), fingerprint);
  for (const auto* const state :
       {"jeton:", "jeton:0123", "jeton:0123456789abcdef0123456789abcdeg", "jeton:../../../../etc/passwd/aaaaaaaaaa",
        "jeton:0123456789ABCDEF0123456789ABCDEF", "jeton:0123456789abcdef0123456789abcdef0",
        "0123456789abcdef0123456789abcdef", "Jeton:0123456789abcdef0123456789abcdef"}) {
    EXPECT_FALSE(answered_token(request(good + "state[]=" + state + '\n'))) << state;
  }
}

TEST(GitRetry, IsARequestWithOurStateOrAnAuthtypeWithoutACredential) {
  EXPECT_TRUE(is_retry(request(good + "state[]=jeton:0123456789abcdef0123456789abcdef\n")));
  EXPECT_TRUE(is_retry(request(good + "authtype=Bearer\n")));
  EXPECT_FALSE(is_retry(request(good)));
  EXPECT_FALSE(is_retry(request(good + "authtype=Bearer\ncredential=abc\n")));
  EXPECT_FALSE(is_retry(request(good + "state[]=other:1\nusername=ada\n")));
}

TEST(GitAnswer, WithBearer) {
  EXPECT_EQ(write({.scheme = Answer::Scheme::bearer, .username = "oauth2", .token = "TOKEN", .expires_at = 1795341600}),
            "capability[]=authtype\n"
            "authtype=Bearer\n"
            "credential=TOKEN\n"
            "ephemeral=1\n"
            "password_expiry_utc=1795341600\n");
}

TEST(GitAnswer, WithBasic) {
  EXPECT_EQ(write({.username = "oauth2", .token = "TOKEN", .expires_at = 1795341600}),
            "username=oauth2\n"
            "password=TOKEN\n"
            "password_expiry_utc=1795341600\n");
}

TEST(GitAnswer, HasNoExpiryForATokenWithoutOne) {
  EXPECT_EQ(write({.username = "ada", .token = "TOKEN"}), "username=ada\npassword=TOKEN\n");
}

TEST(GitAnswer, InvitesGitBackWithOurState) {
  EXPECT_EQ(write({.scheme = Answer::Scheme::bearer, .token = "TOKEN", .continue_with = "0123"}),
            "capability[]=authtype\n"
            "capability[]=state\n"
            "authtype=Bearer\n"
            "credential=TOKEN\n"
            "ephemeral=1\n"
            "state[]=jeton:0123\n"
            "continue=1\n");
  EXPECT_EQ(write({.username = "oauth2", .token = "TOKEN", .continue_with = "0123"}),
            "capability[]=state\n"
            "username=oauth2\n"
            "password=TOKEN\n"
            "state[]=jeton:0123\n"
            "continue=1\n");
}

TEST(GitAnswer, IsUnderstoodByOurselves) {
  const std::string fingerprint(32, 'a');
  const auto answer = write({.username = "ada", .token = "TOKEN", .continue_with = fingerprint});
  const auto again = request(good + answer);
  EXPECT_EQ(again.password, "TOKEN");
  EXPECT_EQ(answered_token(again), fingerprint);
}

TEST(GitAnswer, HasNoValueThatBeginsALineOfItsOwn) {
  for (const auto value : {std::string_view("a\npassword=b"), std::string_view("a\0b", 3)}) {
    std::string out;
    EXPECT_THROW(append_line(out, "username", value), Error);
    EXPECT_THROW(write({.username = std::string(value), .token = "token"}), Error);
    EXPECT_THROW(write({.username = "oauth2", .token = std::string(value)}), Error);
  }
  std::string out;
  append_line(out, "password", "with = and\rCR");
  EXPECT_EQ(out, "password=with = and\rCR\n");
}

TEST(GitAnswer, EndsTheSearchWithQuit) {
  EXPECT_EQ(write_quit(), "quit=1\n");
}

TEST(GitAnswer, ToCapabilityIsInGitsOwnFormat) {
  EXPECT_EQ(write_capabilities(), "version 0\ncapability authtype\ncapability state\n");
}

}  // namespace
}  // namespace jeton::git
