#include "git/stored_login.hpp"

#include <gtest/gtest.h>

#include "store/logins.hpp"
#include "temporary_folder.hpp"

/// The rules of git's own helper tests (t/lib-credential.sh, as t0303 runs them).
namespace jeton::git {
namespace {

constexpr Seconds now = 2'000'000'000;

class GitStoredLogin : public testing::Test {
 protected:
  void approve(const std::string& lines) {
    const auto request = read(lines).value();
    store_.change(login_name(request), [&](std::vector<Record>& logins) { store_login(logins, request); });
  }
  void reject(const std::string& lines) {
    const auto request = read(lines).value();
    store_.change(login_name(request), [&](std::vector<Record>& logins) { erase_login(logins, request); });
  }
  std::string fill(const std::string& lines) const {
    const auto request = read(lines).value();
    return find_login(store_.load(login_name(request)), request, now);
  }

  TemporaryFolder temporary_;
  NoSeal seal_;
  LoginStore store_{temporary_ / "state", LoginStore::Protocol::git, seal_};
};

const std::string host = "protocol=https\nhost=example.com\n";
const std::string login = host + "username=store-user\npassword=store-pass\n";
const std::string answer = "username=store-user\npassword=store-pass\n";

TEST_F(GitStoredLogin, IsNoneWhereNothingWasStored) {
  EXPECT_EQ(fill(host), "");
  EXPECT_TRUE(temporary_.names().empty());
}

TEST_F(GitStoredLogin, IsFoundForItsHost) {
  approve(login);
  EXPECT_EQ(fill(host), answer);
  EXPECT_EQ(fill("protocol=https\nhost=EXAMPLE.com\n"), answer);
  EXPECT_EQ(fill("protocol=https\nhost=example.com:443\n"), answer);
}

TEST_F(GitStoredLogin, RequiresTheSameProtocolHostAndUsername) {
  approve(login);
  EXPECT_EQ(fill("protocol=http\nhost=example.com\n"), "");
  EXPECT_EQ(fill("protocol=https\nhost=other.tld\n"), "");
  EXPECT_EQ(fill("protocol=https\nhost=example.com:8443\n"), "");
  EXPECT_EQ(fill("protocol=https\nhost=example.com:80\n"), "");
  EXPECT_EQ(fill(host + "username=other\n"), "");
  EXPECT_EQ(fill(host + "username=store-user\n"), answer);
}

TEST_F(GitStoredLogin, RequiresTheSamePath) {
  approve("protocol=http\nhost=path.tld\npath=foo.git\nusername=user\npassword=pass\n");
  EXPECT_EQ(fill("protocol=http\nhost=path.tld\npath=bar.git\n"), "");
  EXPECT_EQ(fill("protocol=http\nhost=path.tld\npath=foo.git\n"), "username=user\npassword=pass\n");
}

TEST_F(GitStoredLogin, IsReplacedByOneOfTheSameUser) {
  approve(host + "username=user\npassword=pass1\n");
  approve(host + "username=user\npassword=pass2\n");
  EXPECT_EQ(fill(host + "username=user\n"), "username=user\npassword=pass2\n");
  reject(host + "username=user\npassword=pass2\n");
  EXPECT_EQ(fill(host + "username=user\n"), "");
}

TEST_F(GitStoredLogin, IsForgottenWithItsHost) {
  approve(login);
  reject(host);
  EXPECT_EQ(fill(host), "");
  EXPECT_TRUE(store_.all().empty());
}

TEST_F(GitStoredLogin, IsKeptForEachOfSeveralUsersAndForgottenForOne) {
  approve(host + "username=user1\npassword=pass1\n");
  approve(host + "username=user2\npassword=pass2\n");
  EXPECT_EQ(fill(host + "username=user1\n"), "username=user1\npassword=pass1\n");
  EXPECT_EQ(fill(host + "username=user2\n"), "username=user2\npassword=pass2\n");
  reject(host + "username=user1\n");
  EXPECT_EQ(fill(host + "username=user1\n"), "");
  EXPECT_EQ(fill(host + "username=user2\n"), "username=user2\npassword=pass2\n");
  approve(host + "username=user1\npassword=pass1\n");
  reject(host);
  EXPECT_EQ(fill(host), "");
}

TEST_F(GitStoredLogin, IsNotErasedWithAnotherPassword) {
  approve(host + "username=user\npassword=pass1\n");
  approve(host + "username=user\npassword=pass2\n");
  reject(host + "username=user\npassword=pass1\n");
  EXPECT_EQ(fill(host + "username=user\n"), "username=user\npassword=pass2\n");
}

TEST_F(GitStoredLogin, MayHaveAnEmptyUsernameAndPassword) {
  approve(host + "username=\npassword=\n");
  EXPECT_EQ(fill(host), "username=\npassword=\n");
}

TEST_F(GitStoredLogin, KeepsItsExpiry) {
  approve(login + "password_expiry_utc=9999999999\n");
  EXPECT_EQ(fill(host), answer + "password_expiry_utc=9999999999\n");
  approve(login + "password_expiry_utc=9999999998\n");
  EXPECT_EQ(fill(host), answer + "password_expiry_utc=9999999998\n");
}

TEST_F(GitStoredLogin, IsNoneWhereItHasExpired) {
  approve(login + "password_expiry_utc=" + std::to_string(now - 1) + '\n');
  EXPECT_EQ(fill(host), "");
}

TEST_F(GitStoredLogin, KeepsItsRefreshToken) {
  approve(login + "oauth_refresh_token=xyzzy\n");
  EXPECT_EQ(fill(host), answer + "oauth_refresh_token=xyzzy\n");
}

TEST_F(GitStoredLogin, OfAnAuthtypeIsGivenToWhomAnnouncedIt) {
  approve("capability[]=authtype\n" + host + "authtype=Bearer\ncredential=random-token\n");
  EXPECT_EQ(fill("capability[]=authtype\n" + host),
            "capability[]=authtype\nauthtype=Bearer\ncredential=random-token\n");
  EXPECT_EQ(fill(host), "");
}

TEST_F(GitStoredLogin, OfAnAuthtypeRequiresTheSameUsername) {
  approve("capability[]=authtype\n" + host + "username=ada\nauthtype=Bearer\ncredential=random-token\n");
  EXPECT_EQ(fill("capability[]=authtype\n" + host + "username=bob\n"), "");
  EXPECT_NE(fill("capability[]=authtype\n" + host + "username=ada\n"), "");
}

TEST_F(GitStoredLogin, OfAnAuthtypeIsNotErasedWithAnotherCredential) {
  const auto bearer = "capability[]=authtype\n" + host + "authtype=Bearer\ncredential=";
  approve(bearer + "one\n");
  reject(bearer + "two\n");
  EXPECT_NE(fill("capability[]=authtype\n" + host), "");
  reject(bearer + "one\n");
  EXPECT_EQ(fill("capability[]=authtype\n" + host), "");
}

TEST_F(GitStoredLogin, IsNotStoredWhereItIsEphemeralOrIncomplete) {
  approve("capability[]=authtype\n" + host + "authtype=Bearer\ncredential=one\nephemeral=1\n");
  approve(host + "username=user\n");
  approve(host + "password=pass\n");
  approve(host + "authtype=Bearer\n");
  EXPECT_TRUE(store_.all().empty());
}

TEST_F(GitStoredLogin, LiesInAFileOfTheUsersAloneThatNamesNoHost) {
  approve(login);
  ASSERT_EQ(mode_of(temporary_ / "state"), 0700U);
  for (const auto& entry : std::filesystem::directory_iterator(temporary_ / "state")) {
    EXPECT_EQ(mode_of(entry.path()), 0600U);
    EXPECT_EQ(entry.path().filename().string().find("example"), std::string::npos);
  }
}

TEST_F(GitStoredLogin, ThatIsDamagedIsNamedAndNeverWrittenOver) {
  approve(login);
  std::string file;
  for (const auto& entry : std::filesystem::directory_iterator(temporary_ / "state")) {
    if (entry.path().extension() == ".login") file = entry.path().filename();
  }
  temporary_.write("state/" + file, "torn");
  EXPECT_THROW(fill(host), Error);
  EXPECT_THROW(approve(login), Error);
  EXPECT_EQ(std::filesystem::file_size(temporary_ / ("state/" + file)), 4U);
}

TEST_F(GitStoredLogin, IsNoneOfDockers) {
  approve(login);
  const LoginStore docker(temporary_ / "state", LoginStore::Protocol::docker, seal_);
  EXPECT_TRUE(docker.all().empty());
  EXPECT_EQ(store_.all().size(), 1U);
}

}  // namespace
}  // namespace jeton::git
