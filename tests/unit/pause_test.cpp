#include "host/pause.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

constexpr Seconds now = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT
constexpr Seconds day = 86400;

std::optional<Seconds> pause_for(Headers headers) {
  return requested_pause({.status = 429, .headers = std::move(headers), .body = {}}, now);
}

TEST(RequestedPause, IsRetryAfterInSeconds) {
  EXPECT_EQ(pause_for({{"Retry-After", "120"}}), 120);
  EXPECT_EQ(pause_for({{"retry-after", " 120 "}}), 120);
  EXPECT_EQ(pause_for({{"Retry-After", "0"}}), 0);
}

TEST(RequestedPause, IsRetryAfterAsADate) {
  EXPECT_EQ(pause_for({{"Retry-After", "Sun, 06 Nov 1994 08:51:37 GMT"}}), 120);
  EXPECT_EQ(pause_for({{"Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT"}}), 0);
}

TEST(RequestedPause, CountsADateByTheProvidersOwnClock) {
  EXPECT_EQ(pause_for({{"Retry-After", "Sun, 06 Nov 2011 09:00:10 GMT"}, {"Date", "Sun, 06 Nov 2011 09:00:00 GMT"}}),
            10);
}

TEST(RequestedPause, IsNotWhatRetryAfterIsInNoFormOf) {
  for (const auto* const value : {"", "soon", "-5", "1.5", "1e3", "120 s", "06 Nov 1994", "99999999999999999999"}) {
    EXPECT_EQ(pause_for({{"Retry-After", value}}), std::nullopt) << value;
  }
  EXPECT_EQ(pause_for({}), std::nullopt);
}

TEST(RequestedPause, IsTheTimeToTheResetOfASpentQuota) {
  constexpr const char* name = "Auth0-Client-Quota-Limit";
  EXPECT_EQ(pause_for({{name, "b=per_hour;q=10;r=0;t=3540,b=per_day;q=50;r=47;t=43200"}}), 3540);
  EXPECT_EQ(pause_for({{name, "b=per_hour;q=10;r=0;t=3540,b=per_day;q=50;r=0;t=43200"}}), 43200);
  EXPECT_EQ(pause_for({{name, "b=per_day; q=50; r=0; t=60, b=per_hour; q=10; r=0; t=30"}}), 60);
  EXPECT_EQ(pause_for({{name, "b=per_hour;q=10;r=7;t=3540,b=per_day;q=50;r=47;t=43200"}}), std::nullopt);
  for (const auto* const value : {"", "r=0", "b=per_hour;q=10;r=0", "b=per_hour;q=10;r=0;t=soon", "r=x;t=5", ";;,,"}) {
    EXPECT_EQ(pause_for({{name, value}}), std::nullopt) << value;
  }
}

TEST(RequestedPause, IsTheLongerOfBoth) {
  const Header quota{"Auth0-Client-Quota-Limit", "b=per_hour;q=10;r=0;t=60"};
  EXPECT_EQ(pause_for({{"Retry-After", "10"}, quota}), 60);
  EXPECT_EQ(pause_for({{"Retry-After", "90"}, quota}), 90);
}

TEST(RequestedPause, IsADayAtMost) {
  EXPECT_EQ(pause_for({{"Retry-After", "86401"}}), day);
  EXPECT_EQ(pause_for({{"Retry-After", "9223372036854775807"}}), day);
  EXPECT_EQ(pause_for({{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}}), day);
  EXPECT_EQ(pause_for({{"Auth0-Client-Quota-Limit", "b=per_day;q=1;r=0;t=999999"}}), day);
}

TEST(GrowingPause, GrowsAndHasAnEnd) {
  for (const auto fault : {Fault::network, Fault::server, Fault::refusal}) {
    Seconds before = 0;
    for (int failures = 1; failures <= 1000; ++failures) {
      const auto pause = growing_pause(fault, failures);
      EXPECT_GE(pause, before) << failures;
      EXPECT_LE(pause, day) << failures;
      before = pause;
    }
    EXPECT_GE(before, 60);
  }
}

TEST(GrowingPause, IsThereAfterTheFirstRefusalAndTheFirst5xx) {
  EXPECT_GT(growing_pause(Fault::refusal, 1), 0);
  EXPECT_GT(growing_pause(Fault::server, 1), 0);
}

}  // namespace
}  // namespace jeton
