#include "login/authorization.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jeton {
namespace {

const Authorization login{
    .state = "s1", .code_verifier = {}, .code_challenge = {}, .origins = {"https://auth.example.com"}};

/// The code in the redirect's query; in its place why the redirect is not taken.
std::string code(const std::string& query, const Authorization& of = login) {
  const auto read = read_redirect(query, of);
  return read ? read->code : "not taken, for it " + read.error();
}
std::string pasted_code(const std::string& text) {
  const auto read = read_pasted(text, login);
  return read ? read->code : "not taken, for it " + read.error();
}

bool shows(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(S256, IsTheChallengeOfRfc7636AppendixB) {
  EXPECT_EQ(s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(RandomToken, IsAVerifierOfRfc7636AndNewEachTime) {
  const auto token = random_token();
  EXPECT_EQ(token.size(), 43U);
  EXPECT_TRUE(std::ranges::all_of(token, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  })) << token;
  EXPECT_NE(token, random_token());
}

TEST(OriginOf, IsSchemeHostAndAPortThatIsNotTheSchemesOwn) {
  EXPECT_EQ(origin_of("https://Auth.Example.com/a/b?c#d"), "https://auth.example.com");
  EXPECT_EQ(origin_of("https://auth.example.com:443"), "https://auth.example.com");
  EXPECT_EQ(origin_of("https://auth.example.com:8443/"), "https://auth.example.com:8443");
  EXPECT_EQ(origin_of("http://127.0.0.1:80/"), "http://127.0.0.1");
  EXPECT_EQ(origin_of("http://127.0.0.1:443/"), "http://127.0.0.1:443");
  EXPECT_EQ(origin_of("https://[::1]:8443/"), "https://[::1]:8443");
  for (const auto* const none : {"", "auth.example.com", "ftp://auth.example.com", "https://", "https://a b/"}) {
    EXPECT_EQ(origin_of(none), "") << none;
  }
}

TEST(Redirect, HasTheCodeOfThisLogin) {
  EXPECT_EQ(code("code=abc&state=s1"), "abc");
  EXPECT_EQ(code("state=s1&session_state=x&code=abc&scope="), "abc");
}

TEST(Redirect, IsDecodedAsAForm) {
  EXPECT_EQ(code("code=a%2Bb+c%20d%3d%26%25%c3%A9&state=s1"), "a+b c d=&%é");
  EXPECT_EQ(code("c%6fde=abc&%73tate=s1"), "abc");
}

TEST(Redirect, OfAnotherLoginIsNotTaken) {
  for (const auto* const query :
       {"code=abc", "code=abc&state=", "code=abc&state=s2", "code=abc&state=s11", "code=abc&state=S1",
        "code=abc&State=s1", "error=access_denied&state=s2", "error=access_denied"}) {
    EXPECT_TRUE(shows(code(query), "another login")) << query << " → " << code(query);
  }
}

TEST(Redirect, HasNoStateWhereTheProviderTakesNone) {
  const Authorization stateless{
      .state = {}, .code_verifier = {}, .code_challenge = {}, .origins = {"https://auth.example.com"}};
  EXPECT_EQ(code("code=abc", stateless), "abc");
}

TEST(Redirect, WithAParameterTwiceIsNotTaken) {
  for (const auto* const query :
       {"code=abc&state=s1&code=abc", "code=abc&code=abd&state=s1", "code=abc&state=s1&state=s1",
        "code=abc&state=s1&x=1&x=2", "code=abc&state=s1&c%6Fde=abd"}) {
    EXPECT_TRUE(shows(code(query), "twice")) << query << " → " << code(query);
  }
}

TEST(Redirect, WithABrokenEscapeIsNotTaken) {
  for (const auto* const query : {"code=abc%&state=s1", "code=abc%4&state=s1", "code=%zz&state=s1", "code=%4g&state=s1",
                                  "code=abc&state=s1%", "code=abc&state=s1&x=%-1", "code=abc&state=s1&%=1"}) {
    EXPECT_TRUE(shows(code(query), "broken")) << query << " → " << code(query);
  }
}

TEST(Redirect, ThatAnswersNothingIsNotTaken) {
  for (const auto* const query : {"", "&", "state=s1", "code&state=s1", "code=&state=s1", "error=&state=s1", "abc"}) {
    EXPECT_TRUE(shows(code(query), "neither a code nor an error")) << query << " → " << code(query);
  }
}

TEST(Redirect, MayBeAnErrorInTheProvidersWords) {
  const auto read = read_redirect("error=access_denied&error_description=The+user+said+%22no%22.&state=s1", login);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->code, "");
  EXPECT_EQ(read->error, "access_denied");
  EXPECT_EQ(read->error_description, "The user said \"no\".");
}

TEST(Redirect, ComesFromTheProviderThatItNames) {
  for (const auto* const issuer :
       {"https%3A%2F%2Fauth.example.com", "https://auth.example.com/", "https://AUTH.example.com:443/tenant/v2", ""}) {
    EXPECT_EQ(code("code=abc&state=s1&iss=" + std::string(issuer)), "abc") << issuer;
  }
  for (const auto* const issuer :
       {"https://auth.example.org", "https://auth.example.com:8443", "http://auth.example.com",
        "https://auth.example.com.evil.example", "https://auth.example.com@evil.example", "auth.example.com", "x"}) {
    EXPECT_TRUE(shows(code("code=abc&state=s1&iss=" + std::string(issuer)), "another provider")) << issuer;
  }
}

TEST(Redirect, ShowsNothingThatATerminalWouldObey) {
  const auto why = code("code=abc&state=s1&iss=%1b%5b2J%0aevil");
  EXPECT_TRUE(shows(why, "evil")) << why;
  EXPECT_EQ(why.find_first_of("\x1b\n"), std::string::npos) << why;
}

TEST(Redirect, HasACodeThatIsText) {
  for (const std::string code : {"a%0ab", "a%00", "%7f", "%ff"}) {
    const auto read = read_redirect("code=" + code + "&state=s", {.state = "s"});
    ASSERT_FALSE(read) << code;
    EXPECT_EQ(read.error(), "has a character in its code that no code has");
  }
  EXPECT_EQ(read_redirect("code=+!%7e%25&state=s", {.state = "s"})->code, " !~%");
}

TEST(Pasted, HasACodeThatIsText) {
  for (const std::string text : {"a\nb", "\x1b[31mabc", "\xff"}) {
    ASSERT_FALSE(read_pasted(text, {})) << text;
  }
}

TEST(Pasted, IsTheCodeAloneWithoutTheBlanksAroundIt) {
  EXPECT_EQ(pasted_code("abc"), "abc");
  EXPECT_EQ(pasted_code(" \tabc\r\n"), "abc");
  EXPECT_EQ(pasted_code("4/0A%2Bb+c=&d#e"), "4/0A%2Bb+c=&d#e");
}

TEST(Pasted, MayBeTheWholeAddress) {
  EXPECT_EQ(pasted_code("http://127.0.0.1:8400/?code=a%2Bb&state=s1"), "a+b");
  EXPECT_EQ(pasted_code("  https://app.example.com/callback?x=y&state=s1&code=abc \n"), "abc");
  EXPECT_EQ(pasted_code("https://app.example.com/?code=abc&state=s1#_=_"), "abc");
  EXPECT_EQ(pasted_code("https://app.example.com/?code=abc&state=s1#?code=abd"), "abc");
}

TEST(Pasted, AddressIsCheckedAsARedirectIs) {
  EXPECT_TRUE(shows(pasted_code("http://127.0.0.1:8400/?code=abc&state=s2"), "another login"));
  EXPECT_TRUE(shows(pasted_code("http://127.0.0.1:8400/?code=abc"), "another login"));
  EXPECT_TRUE(shows(pasted_code("http://127.0.0.1:8400/?code=abc&code=abd&state=s1"), "twice"));
  EXPECT_TRUE(shows(pasted_code("http://127.0.0.1/?code=abc&state=s1&iss=https://evil.example"), "another provider"));
  for (const auto* const without :
       {"https://app.example.com/callback", "https://app.example.com/?", "https://app.example.com/#?code=abc&state=s1",
        "https://auth.example.com/?x=code"}) {
    EXPECT_TRUE(shows(pasted_code(without), "neither a code nor an error")) << without;
  }
}

TEST(Pasted, IsSomething) {
  for (const auto* const nothing : {"", " ", "\r\n"}) EXPECT_TRUE(shows(pasted_code(nothing), "empty")) << nothing;
}

}  // namespace
}  // namespace jeton
