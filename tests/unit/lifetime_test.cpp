#include "token/lifetime.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace jeton {
namespace {

/// The sample of Clear Street's document: iat 1696605564, exp 1696606464, an expires_in of 1440 beside it.
constexpr std::string_view clear_street_sample =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IlNSNWIzR0NIYVdQeEFMSFBSNUVXdiJ9.eyJodHRwczovL2FwaS5jbGV"
    "hcnN0cmVldC5pby91c2VybmFtZSI6ImF1dGgwfDY0YWVlNjcxZTBkOWUwN2I3NTVmZjU0ZSIsImh0dHBzOi8vYXBpLmNsZWFyc3R"
    "yZWV0LmlvL3NsdWciOiJhLW5ldy1hcHBsaWNhdGlvbiIsImlzcyI6Imh0dHBzOi8vYXV0aC1kZXYuY2xlYXJzdHJlZXQuaW8vIiw"
    "ic3ViIjoiMmlyeWZOZFVaMFdVYjY5enJMbDIzajAwRlVpNHNvMnVAY2xpZW50cyIsImF1ZCI6Imh0dHBzOi8vYXBpLmNsZWFyc3R"
    "yZWV0LmlvIiwiaWF0IjoxNjk2NjA1NTY0LCJleHAiOjE2OTY2MDY0NjQsImF6cCI6IjJpcnlmTmRVWjBXVWI2OXpyTGwyM2owMEZ"
    "VaTRzbzJ1Iiwic2NvcGUiOiJzdHVkaW8iLCJndHkiOiJjbGllbnQtY3JlZGVudGlhbHMifQ.wKgLx9a4mn6R_NUACSjKu2eR4zPO"
    "IBPPW6U6GZ5UUD5shRcf-RuhJhsmxeu3xS3I_ZeB4CBMt0FVA3xJfeMfEm8oukFLOwnJd_k-0a9QkROqh3x92fDktP5AXFJyFHmh"
    "saAQ0a51Swbaowm36LV8HOCMzvs447JQGFoCVWVKGpf8KokpGuqWuz5IoF8jwRmeApzWf8KcUJh6oFqODGnDvonD_uxchErShows"
    "8o540HNvBGLSc8CVojK9SqrRV7EATQpT5A-qA5W0Qk21_C475RmMcLkMZ0yyg0au4iOlgfvxt8a3o8jKoiN0UXXTKVFu4rDO-R8z"
    "vwScDIP9To4ygQ";
constexpr Seconds sample_iat = 1696605564;
constexpr Seconds sample_exp = 1696606464;

/// Seconds and what decided, or what is wrong.
std::string told(const LifetimeClaims& claims, Seconds sent_at = sample_iat) {
  const auto result = lifetime(claims, sent_at);
  return result ? std::to_string(result->seconds) + ' ' + result->by : "refused";
}

TEST(JwtTimes, AreThoseOfClearStreetsSample) {
  const auto times = jwt_times(clear_street_sample);
  EXPECT_EQ(times.iat, sample_iat);
  EXPECT_EQ(times.exp, sample_exp);
}

TEST(JwtTimes, AreReadFromAFraction) {
  // {"iat":10.9,"exp":20.1}
  const auto times = jwt_times("e30.eyJpYXQiOjEwLjksImV4cCI6MjAuMX0.x");
  EXPECT_EQ(times.iat, 10);
  EXPECT_EQ(times.exp, 20);
}

TEST(JwtTimes, AreNoneForATokenThatIsNoJwt) {
  for (const auto* const token : {
           "", "opaque", "a.b", "a.b.c.d", "..", "e30..x", "e30.e30.x",
           "e30.!!!.x",                          // no base64url
           "e30.bm8.x",                          // no JSON
           "e30.WzFd.x",                         // an array
           "e30.eyJleHAiOiIxNjk2NjA2NDY0In0.x",  // {"exp":"1696606464"}
           "e30.eyJleHAiOm51bGx9.x",             // {"exp":null}
           "e30.eyJleHAiOjFlOTk5fQ.x",           // {"exp":1e999}
           "e30.eyJleHAiOjFlMzAwfQ.x",           // {"exp":1e300}
       }) {
    EXPECT_EQ(jwt_times(token).exp, std::nullopt) << token;
  }
}

TEST(Lifetime, OfClearStreetsSampleIs900SecondsByItsExp) {
  const LifetimeClaims claims{.expires_in = 1440, .jwt = jwt_times(clear_street_sample)};
  EXPECT_EQ(told(claims), "900 exp");
  auto dated = claims;
  dated.date = sample_iat;
  EXPECT_EQ(told(dated), "900 exp");
  dated.date = sample_iat + 10;
  EXPECT_EQ(told(dated), "890 exp");
}

TEST(Lifetime, IsTheSameWhateverTheLocalClockSays) {
  const LifetimeClaims claims{.expires_in = 1440, .jwt = jwt_times(clear_street_sample)};
  auto dated = claims;
  dated.date = sample_iat + 10;
  for (const Seconds clock : {Seconds{0}, sample_iat - 86400, sample_iat, sample_exp + 86400, Seconds{4102444800}}) {
    EXPECT_EQ(told(claims, clock), "900 exp") << clock;
    EXPECT_EQ(told(dated, clock), "890 exp") << clock;
  }
}

TEST(Lifetime, OfClearStreetsAnswerWithoutAJwtIs1440) {
  EXPECT_EQ(told({.expires_in = 1440}), "1440 expires_in");
}

TEST(Lifetime, IsTheEarliestOfAllClaims) {
  const JwtTimes jwt{.iat = 1000, .exp = 1900};
  EXPECT_EQ(told({.expires_in = 60, .jwt = jwt}), "60 expires_in");
  EXPECT_EQ(told({.expires_in = 901, .jwt = jwt}), "900 exp");
  EXPECT_EQ(told({.jwt = jwt}), "900 exp");
  EXPECT_EQ(told({.expires_in = 60, .jwt = jwt, .max_age = 30}), "30 provider");
  EXPECT_EQ(told({.jwt = jwt, .max_age = 30}), "30 provider");
  EXPECT_EQ(told({.expires_in = 60, .max_age = 61}), "60 expires_in");
  EXPECT_EQ(told({.max_age = 30}), "30 provider");
}

TEST(Lifetime, IsTheDefaultOnlyWhereTheAnswerNamesNone) {
  EXPECT_EQ(told({}), "3600 default_lifetime");
  EXPECT_EQ(told({.default_lifetime = 120}), "120 default_lifetime");
  EXPECT_EQ(told({.expires_in = 7200, .default_lifetime = 120}), "7200 expires_in");
  EXPECT_EQ(told({.jwt = {.iat = 1000, .exp = 8200}, .default_lifetime = 120}), "7200 exp");
}

TEST(Lifetime, CountsAnExpWithoutIatAndDateByTheLocalClock) {
  EXPECT_EQ(told({.jwt = {.iat = {}, .exp = 1060}}, 1000), "60 exp");
}

TEST(Lifetime, IsCountedInTheProfilesUnit) {
  EXPECT_EQ(told({.expires_in = 1440, .expires_in_unit = 60}), "86400 expires_in");
  EXPECT_EQ(told({.expires_in = 1440, .expires_in_unit = 60, .jwt = jwt_times(clear_street_sample)}), "900 exp");
  EXPECT_EQ(told({.expires_in = 0.5, .expires_in_unit = 60}), "30 expires_in");
}

TEST(Lifetime, IsRoundedDown) {
  EXPECT_EQ(told({.expires_in = 59.999}), "59 expires_in");
  EXPECT_EQ(told({.expires_in = 1.0}), "1 expires_in");
}

TEST(Lifetime, IsRefusedWhereItIsNotMoreThanZero) {
  for (const double expires_in : {0.0, -0.0, -1.0, -1e300, 0.99, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(told({.expires_in = expires_in}), "refused") << expires_in;
  }
}

TEST(Lifetime, IsRefusedWhereTheTokenIsDeadOnArrival) {
  EXPECT_EQ(told({.expires_in = 60, .jwt = {.iat = 1000, .exp = 1000}}), "refused");
  EXPECT_EQ(told({.expires_in = 60, .jwt = {.iat = {}, .exp = 1000}, .date = 1000}), "refused");
  EXPECT_EQ(told({.expires_in = 60, .jwt = {.iat = {}, .exp = 999}}, 1000), "refused");
}

TEST(Lifetime, OverTenYearsCountsAsTen) {
  constexpr Seconds shortest = Seconds{3650} * 86400;
  constexpr Seconds longest = Seconds{3653} * 86400;
  for (const auto& claims :
       {LifetimeClaims{.expires_in = 1e300},
        LifetimeClaims{.expires_in = std::numeric_limits<double>::max(), .expires_in_unit = 60},
        LifetimeClaims{.expires_in = 4e8}, LifetimeClaims{.jwt = {.iat = 0, .exp = 999999999999}}}) {
    const auto result = lifetime(claims, 0);
    ASSERT_TRUE(result);
    EXPECT_GE(result->seconds, shortest);
    EXPECT_LE(result->seconds, longest);
  }
}

}  // namespace
}  // namespace jeton
