#include "store/secret_store.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "temporary_folder.hpp"

namespace jeton {
namespace {

using namespace std::string_literals;

/// Bytes that a careless format would trip over.
const std::string odd = "\n\r\\n=end\nend\n\0\x01\x7f\xff\xc3 \"'"s;

ProfileSecrets full() {
  return {
      .secrets = {{"client_secret", odd}, {"token", "t"}},
      .grants = {
          {"0123",
           {.refresh_token = odd, .access_token = "jeton token 1\nend\n", .rejected = {}, .refused_because = {}}},
          {"4567", {.refresh_token = "r", .access_token = {}, .rejected = "89ab", .refused_because = "gone:\n\"x\""}}}};
}

bool shows(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class SecretStoreTest : public testing::Test {
 protected:
  std::string path() const { return temporary_ / "state"; }
  std::string text(const std::string& name) const {
    const auto folder = Folder::open(path());
    return folder ? folder->read(name).value_or("") : "";
  }
  static void expect_full(const ProfileSecrets& read) {
    EXPECT_EQ(read.secrets, full().secrets);
    ASSERT_EQ(read.grants.size(), 2U);
    EXPECT_EQ(read.grants.at("0123").refresh_token, odd);
    EXPECT_EQ(read.grants.at("0123").access_token, "jeton token 1\nend\n");
    EXPECT_EQ(read.grants.at("0123").rejected, "");
    EXPECT_EQ(read.grants.at("0123").refused_because, "");
    EXPECT_EQ(read.grants.at("4567").refresh_token, "r");
    EXPECT_EQ(read.grants.at("4567").access_token, "");
    EXPECT_EQ(read.grants.at("4567").rejected, "89ab");
    EXPECT_EQ(read.grants.at("4567").refused_because, "gone:\n\"x\"");
  }

  TemporaryFolder temporary_;
  NoSeal none_;
  KeySeal key_{temporary_ / "state", [] { return std::string("key"); }};
  SecretStore plain_{temporary_ / "state", none_};
  SecretStore sealed_{temporary_ / "state", key_};
};

TEST_F(SecretStoreTest, IsEmptyWithoutAFileAndMakesNone) {
  EXPECT_TRUE(plain_.load("a").secrets.empty());
  EXPECT_TRUE(sealed_.load("a").grants.empty());
  EXPECT_TRUE(plain_.standings("a").empty());
  EXPECT_TRUE(temporary_.names().empty());
}

TEST_F(SecretStoreTest, GivesBackWhatItWasGiven) {
  plain_.save("a", full());
  expect_full(plain_.load("a"));
  EXPECT_TRUE(plain_.load("b").secrets.empty());
}

TEST_F(SecretStoreTest, GivesBackWhatItSealed) {
  sealed_.save("a", full());
  expect_full(sealed_.load("a"));
  for (const auto* const secret : {"client_secret", "refresh_token", "gone", "89ab"}) {
    EXPECT_FALSE(shows(text("a.secrets"), secret)) << secret;
  }
}

TEST_F(SecretStoreTest, IsReadableByTheUserAlone) {
  plain_.save("a", full());
  EXPECT_EQ(mode_of(path()), 0700U);
  EXPECT_EQ(mode_of(path() + "/a.secrets"), 0600U);
  sealed_.save("b", full());
  EXPECT_EQ(mode_of(path() + "/b.secrets"), 0600U);
}

TEST_F(SecretStoreTest, HasNoFileForNothing) {
  plain_.save("a", full());
  plain_.save("b", full());
  plain_.save("a", {});
  const auto folder = Folder::open(path()).value();
  EXPECT_FALSE(folder.contains("a.secrets"));
  EXPECT_TRUE(folder.contains("b.secrets"));
  plain_.save("a", {});
}

TEST_F(SecretStoreTest, IsSealedWhenItIsNextWritten) {
  plain_.save("a", full());
  expect_full(sealed_.load("a"));
  sealed_.save("a", sealed_.load("a"));
  EXPECT_THROW(plain_.load("a"), Error);
  expect_full(sealed_.load("a"));
}

TEST(StandingOf, AGrantIsWhatItIsGoodFor) {
  const auto of = [](const StoredGrant& grant) { return standing(grant); };
  EXPECT_EQ(of({}), Standing::none);
  EXPECT_EQ(of({.refresh_token = "r", .access_token = {}, .rejected = {}, .refused_because = {}}), Standing::usable);
  EXPECT_EQ(of({.refresh_token = "r", .access_token = {}, .rejected = {}, .refused_because = "gone"}),
            Standing::refused);
  EXPECT_EQ(of({.refresh_token = "r", .access_token = "a", .rejected = "f", .refused_because = {}}), Standing::usable)
      << "a rejected access token is replaced";
  EXPECT_EQ(of({.refresh_token = {}, .access_token = "a", .rejected = {}, .refused_because = {}}), Standing::usable);
  EXPECT_EQ(of({.refresh_token = {}, .access_token = "a", .rejected = "f", .refused_because = {}}), Standing::refused);
}

TEST_F(SecretStoreTest, SaysHowItsGrantsStandWithoutTheKey) {
  const ProfileSecrets secrets{
      .secrets = {{"token", "t"}},
      .grants = {{"u", {.refresh_token = "r", .access_token = {}, .rejected = {}, .refused_because = {}}},
                 {"r", {.refresh_token = "r", .access_token = {}, .rejected = {}, .refused_because = "gone"}},
                 {"n", {}}}};
  const std::map<std::string, Standing> expected = {
      {"n", Standing::none}, {"r", Standing::refused}, {"u", Standing::usable}};
  plain_.save("a", secrets);
  EXPECT_EQ(plain_.standings("a"), expected);
  sealed_.save("a", secrets);
  const KeySeal locked(path(), []() -> std::string { throw std::logic_error("nobody may be asked for the key"); });
  EXPECT_EQ(SecretStore(path(), locked).standings("a"), expected);
  EXPECT_EQ(plain_.standings("a"), expected);
}

TEST_F(SecretStoreTest, LeavesADamagedFileAlone) {
  plain_.save("a", full());
  const auto good = text("a.secrets");
  const auto folder = Folder::open(path()).value();
  for (const auto& damaged : {std::string(), good.substr(0, good.size() - 1), good.substr(0, 30),
                              "jeton secrets 9" + good.substr(15), "\0\0\0"s}) {
    folder.write("a.secrets", damaged, Durability::passing);
    try {
      plain_.load("a");
      ADD_FAILURE() << "this is no store: " << damaged;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::storage);
      EXPECT_TRUE(shows(error.what(), path() + "/a.secrets")) << error.what();
      EXPECT_FALSE(shows(error.what(), "gone")) << error.what();
    }
    EXPECT_TRUE(plain_.standings("a").empty());
    EXPECT_EQ(text("a.secrets"), damaged);
  }
}

TEST_F(SecretStoreTest, IsNotReadWhereSomebodyElseCouldHaveWrittenIt) {
  plain_.save("a", full());
  ::chmod((path() + "/a.secrets").c_str(), 0666);
  EXPECT_THROW(plain_.load("a"), Error);
}

}  // namespace
}  // namespace jeton
