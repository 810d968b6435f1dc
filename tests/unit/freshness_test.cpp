#include "token/freshness.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

constexpr Seconds sent_at = 1'000'000;

AccessToken token_for(Seconds lifetime) {
  return {.secret = "abc", .sent_at = sent_at, .expires_at = sent_at + lifetime};
}

/// What a token of that lifetime is with so much of it left.
Freshness with_left(Seconds lifetime, Seconds left, std::optional<Seconds> min_validity = std::nullopt) {
  return freshness(token_for(lifetime), sent_at + lifetime - left, min_validity);
}

/// Not handed out with less than min(max(10 s, min(300 s, 5 %)), 25 %) of its lifetime left; renewed in the background
/// in its last min(max(30 s, min(900 s, 10 %)), 50 %).
struct Borders {
  Seconds lifetime;
  Seconds least;
  Seconds window;
};
constexpr Borders borders[] = {
    {60, 10, 30},     {100, 10, 30},    {240, 12, 30},    {300, 15, 30},     {900, 45, 90},        {1440, 72, 144},
    {3600, 180, 360}, {6000, 300, 600}, {9000, 300, 900}, {86400, 300, 900}, {31536000, 300, 900},
};

TEST(Freshness, EndsAShareOfTheLifetimeBeforeTheEnd) {
  for (const auto& [lifetime, least, window] : borders) {
    EXPECT_EQ(with_left(lifetime, least), Freshness::expiring) << lifetime;
    EXPECT_EQ(with_left(lifetime, least - 1), Freshness::stale) << lifetime;
    EXPECT_EQ(with_left(lifetime, 1), Freshness::stale) << lifetime;
    EXPECT_EQ(with_left(lifetime, 0), Freshness::expired) << lifetime;
    EXPECT_EQ(with_left(lifetime, -1), Freshness::expired) << lifetime;
  }
}

TEST(Freshness, IsExpiringInTheLastPartOfTheLifetime) {
  for (const auto& [lifetime, least, window] : borders) {
    EXPECT_EQ(with_left(lifetime, lifetime), Freshness::fresh) << lifetime;
    EXPECT_EQ(with_left(lifetime, window + 1), Freshness::fresh) << lifetime;
    EXPECT_EQ(with_left(lifetime, window), Freshness::expiring) << lifetime;
    EXPECT_EQ(renews_at(token_for(lifetime)), sent_at + lifetime - window) << lifetime;
  }
}

TEST(Freshness, OfAShortLifeEndsAtAQuarterAndIsNeverExpiring) {
  for (const auto& [lifetime, least] : {std::pair<Seconds, Seconds>(20, 5), {8, 2}, {4, 1}, {40, 10}, {59, 10}}) {
    for (Seconds left = lifetime; left >= least; --left) {
      EXPECT_EQ(with_left(lifetime, left), Freshness::fresh) << lifetime << ' ' << left;
    }
    if (least > 1) {
      EXPECT_EQ(with_left(lifetime, least - 1), Freshness::stale) << lifetime;
    }
    EXPECT_EQ(with_left(lifetime, 0), Freshness::expired) << lifetime;
  }
}

TEST(Freshness, OfATokenJustReceivedIsNeverLessThanFresh) {
  for (Seconds lifetime = 1; lifetime < 2000; ++lifetime) {
    for (const auto min_validity :
         {std::optional<Seconds>(), std::optional<Seconds>(lifetime), std::optional<Seconds>(5000)}) {
      EXPECT_EQ(with_left(lifetime, lifetime, min_validity), Freshness::fresh) << lifetime;
    }
  }
}

TEST(Freshness, FollowsMinValidity) {
  EXPECT_EQ(with_left(3600, 1000, 1000), Freshness::fresh);
  EXPECT_EQ(with_left(3600, 999, 1000), Freshness::stale);
  EXPECT_EQ(with_left(3600, 1, 1), Freshness::expiring);
  EXPECT_EQ(with_left(3600, 1, 0), Freshness::expiring);
  EXPECT_EQ(with_left(3600, 0, 0), Freshness::expired);
}

TEST(Freshness, LastsHalfTheLifeWhereMinValidityIsMoreThanTheProviderGives) {
  for (const Seconds min_validity : {900, 901, 86400}) {
    EXPECT_EQ(with_left(900, 899, min_validity), Freshness::fresh);
    EXPECT_EQ(with_left(900, 450, min_validity), Freshness::fresh);
    EXPECT_EQ(with_left(900, 449, min_validity), Freshness::stale);
  }
}

TEST(Freshness, OfATokenWithoutExpiryHasNoEnd) {
  const AccessToken token{.secret = "abc", .sent_at = sent_at};
  EXPECT_EQ(freshness(token, sent_at + 100'000'000, 86400), Freshness::fresh);
  EXPECT_EQ(renews_at(token), std::nullopt);
}

/// A token from the future comes from a clock that was set back since: how long it lives cannot be told any more.
TEST(Freshness, OfATokenFromTheFutureIsNone) {
  EXPECT_EQ(freshness(token_for(900), sent_at - 3600, std::nullopt), Freshness::expired);
  EXPECT_EQ(freshness(token_for(900), sent_at - 1, std::nullopt), Freshness::fresh);
}

}  // namespace
}  // namespace jeton
