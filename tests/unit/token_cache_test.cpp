#include "token/token_cache.hpp"

#include <gtest/gtest.h>

#include "base/fingerprint.hpp"
#include "temporary_folder.hpp"

namespace jeton {
namespace {

constexpr Seconds now = 2'000'000'000;

class TokenCacheTest : public testing::Test {
 protected:
  AccessToken token(const std::string& secret, Seconds lifetime = 900) const {
    return {.secret = secret, .sent_at = now, .expires_at = now + lifetime};
  }

  TemporaryFolder temporary_;
  TokenCache cache_{temporary_ / "cache"};
  ProfileRoute profile_{.name = "a", .id = "1"};
};

TEST_F(TokenCacheTest, MakesNothingBeforeThereIsSomethingToKeep) {
  EXPECT_FALSE(cache_.load(profile_));
  EXPECT_FALSE(cache_.was_issued(fingerprint("one")));
  EXPECT_FALSE(cache_.is_rejected(fingerprint("one")));
  EXPECT_FALSE(cache_.load_routes("/config.toml"));
  cache_.forget(profile_);
  cache_.clean(now);
  EXPECT_FALSE(cache_.claim_cleaning(now));
  EXPECT_TRUE(temporary_.names().empty());
}

TEST_F(TokenCacheTest, KeepsATokenForItsProfileAsItWasSent) {
  cache_.save(profile_, token("one"));
  EXPECT_EQ(cache_.load(profile_)->secret, "one");
  EXPECT_FALSE(cache_.load({.name = "b", .id = "1"}));
  EXPECT_FALSE(cache_.load({.name = "a", .id = "2"}));
  cache_.save(profile_, token("two"));
  EXPECT_EQ(cache_.load(profile_)->secret, "two");
  cache_.forget(profile_);
  EXPECT_FALSE(cache_.load(profile_));
}

TEST_F(TokenCacheTest, KnowsEveryTokenThatWasGivenOut) {
  cache_.save(profile_, token("one"));
  cache_.save(profile_, token("two"));
  cache_.forget(profile_);
  EXPECT_TRUE(cache_.was_issued(fingerprint("one")));
  EXPECT_TRUE(cache_.was_issued(fingerprint("two")));
  EXPECT_FALSE(cache_.was_issued(fingerprint("three")));
}

TEST_F(TokenCacheTest, CountsTheFirstReportOfARejectedToken) {
  cache_.reject(token("one"), now + 5);
  cache_.reject(token("one"), now + 50);
  EXPECT_EQ(cache_.rejected_at(fingerprint("one")), now + 5);
  EXPECT_FALSE(cache_.is_rejected(fingerprint("two")));
}

TEST_F(TokenCacheTest, HoldsNoTokenInTheNameOfAFile) {
  cache_.save(profile_, token("secret-one"));
  cache_.reject(token("secret-one"), now);
  for (const auto& entry : std::filesystem::directory_iterator(temporary_ / "cache")) {
    EXPECT_EQ(entry.path().string().find("secret-one"), std::string::npos);
    EXPECT_EQ(mode_of(entry.path()), 0600U);
  }
}

TEST_F(TokenCacheTest, HasNoTokenWhereItsFileIsTorn) {
  cache_.save(profile_, token("one"));
  for (const auto& entry : std::filesystem::directory_iterator(temporary_ / "cache")) {
    if (entry.path().extension() == ".token") std::filesystem::resize_file(entry.path(), 20);
  }
  EXPECT_FALSE(cache_.load(profile_));
}

TEST_F(TokenCacheTest, IsCleanedOfWhatIsOfNoUseAnyMore) {
  const ProfileRoute longer{.name = "b", .id = "1"};
  cache_.save(profile_, token("short", 900));
  cache_.save(longer, token("long", 90000));
  cache_.save_routes("/config.toml", "routes");
  cache_.clean(now + 1000);
  EXPECT_FALSE(cache_.load(profile_));
  EXPECT_FALSE(cache_.was_issued(fingerprint("short")));
  EXPECT_EQ(cache_.load(longer)->secret, "long");
  EXPECT_TRUE(cache_.was_issued(fingerprint("long")));
}

TEST_F(TokenCacheTest, IsCleanedByOneCallerAnHour) {
  constexpr Seconds hour = 3600;
  cache_.save(profile_, token("one", 900));
  EXPECT_FALSE(cache_.claim_cleaning(now)) << "there is nothing to clean yet";
  EXPECT_FALSE(cache_.claim_cleaning(now + hour - 1));
  EXPECT_TRUE(cache_.claim_cleaning(now + hour));
  EXPECT_FALSE(cache_.claim_cleaning(now + hour)) << "somebody does it";
  EXPECT_TRUE(cache_.claim_cleaning(now)) << "a clock that was ahead must not keep it from being cleaned";
}

TEST_F(TokenCacheTest, KeepsATokenWithoutExpiry) {
  cache_.save(profile_, {.secret = "one", .sent_at = now});
  cache_.clean(now + Seconds{365} * 86400);
  EXPECT_EQ(cache_.load(profile_)->secret, "one");
}

TEST_F(TokenCacheTest, KeepsRoutesForEachConfiguration) {
  cache_.save_routes("/one.toml", "first");
  cache_.save_routes("/two.toml", "second");
  EXPECT_EQ(cache_.load_routes("/one.toml")->text(), "first");
  EXPECT_EQ(cache_.load_routes("/two.toml")->text(), "second");
  EXPECT_FALSE(cache_.load_routes("/three.toml"));
}

TEST_F(TokenCacheTest, IsRefusedWhereOthersCanWriteIt) {
  cache_.save(profile_, token("one"));
  std::filesystem::permissions(temporary_ / "cache", std::filesystem::perms::all);
  EXPECT_THROW(TokenCache(temporary_ / "cache").load(profile_), Error);
}

}  // namespace
}  // namespace jeton
