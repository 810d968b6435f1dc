#include <filesystem>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// `[git] store_logins = true`: the logins of hosts that no profile covers, kept as git's own helpers keep them.
class GitStoredLogins : public SandboxTest {
 protected:
  GitStoredLogins() { user.configure("[git]\nstore_logins = true\n\n" + sandbox.configuration()); }

  Outcome credential(const std::string& action, const std::string& lines) const {
    return user.run({"git", "credential", action}, lines + '\n');
  }
  Outcome helper(const std::string& action, const std::string& lines) const {
    return user.run({"git-credential-jeton", action}, lines + '\n');
  }
};

constexpr const char* host = "protocol=https\nhost=example.com\n";
constexpr const char* alice = "protocol=https\nhost=example.com\nusername=alice\npassword=s3cret\n";

TEST_F(GitStoredLogins, AreKeptAndServed) {
  EXPECT_TRUE(succeeded(credential("approve", alice)));
  EXPECT_EQ(helper("get", host).out, "username=alice\npassword=s3cret\n");
  EXPECT_EQ(value_of(credential("fill", host).out, "password"), "s3cret");
}

TEST_F(GitStoredLogins, AreForTheUserAlone) {
  EXPECT_TRUE(
      succeeded(user.shell("umask 0; printf 'protocol=https\\nhost=example.com\\nusername=a\\npassword=b\\n' | "
                           "git-credential-jeton store")));
  const auto files = User::files_below(user.state());
  EXPECT_FALSE(files.empty());
  for (const auto& file : files) {
    EXPECT_EQ(mode_of(file), 0600U) << file;
    EXPECT_EQ(mode_of(file.parent_path()), 0700U);
  }
}

TEST_F(GitStoredLogins, ProtocolHostPathAndUserMustMatch) {
  credential("approve", alice);
  for (const auto* const lines :
       {"protocol=http\nhost=example.com\n", "protocol=https\nhost=other.example.com\n",
        "protocol=https\nhost=example.com:8443\n", "protocol=https\nhost=example.com\nusername=bob\n",
        "protocol=https\nhost=example.com\npath=other.git\n"}) {
    const auto outcome = helper("get", lines);
    EXPECT_TRUE(succeeded(outcome));
    EXPECT_EQ(outcome.out, "") << lines;
  }
}

TEST_F(GitStoredLogins, AreOverwritten) {
  credential("approve", alice);
  credential("approve", std::string(host) + "username=alice\npassword=changed\n");
  EXPECT_EQ(value_of(helper("get", host).out, "password"), "changed");
}

TEST_F(GitStoredLogins, OfSeveralUsersStandSideBySide) {
  credential("approve", alice);
  credential("approve", std::string(host) + "username=bob\npassword=other\n");
  EXPECT_EQ(value_of(helper("get", std::string(host) + "username=alice\n").out, "password"), "s3cret");
  EXPECT_EQ(value_of(helper("get", std::string(host) + "username=bob\n").out, "password"), "other");
}

TEST_F(GitStoredLogins, AreErasedOnlyWithTheirOwnPassword) {
  credential("approve", alice);
  EXPECT_TRUE(succeeded(credential("reject", std::string(host) + "username=alice\npassword=another\n")));
  EXPECT_EQ(value_of(helper("get", host).out, "password"), "s3cret");
  EXPECT_TRUE(succeeded(credential("reject", alice)));
  EXPECT_EQ(helper("get", host).out, "");
  EXPECT_TRUE(succeeded(credential("reject", alice)));
}

TEST_F(GitStoredLogins, KeepExpiryAndRefreshToken) {
  helper("store", std::string(alice) + "password_expiry_utc=99999999999\noauth_refresh_token=r3fresh\n");
  const auto answer = helper("get", host).out;
  EXPECT_EQ(value_of(answer, "password_expiry_utc"), "99999999999");
  EXPECT_EQ(value_of(answer, "oauth_refresh_token"), "r3fresh");
}

TEST_F(GitStoredLogins, ThatHaveExpiredAreNotServed) {
  helper("store", std::string(alice) + "password_expiry_utc=1\n");
  EXPECT_EQ(helper("get", host).out, "");
}

TEST_F(GitStoredLogins, WithAuthtypeAreServedToThoseWhoCanAlone) {
  JETON_NEEDS_NEWER_GIT();
  const auto stored = user.run({newer_git(), "credential", "approve"},
                               std::string("capability[]=authtype\n") + host + "authtype=Bearer\ncredential=t0ken\n\n");
  EXPECT_TRUE(succeeded(stored));
  const auto able = helper("get", std::string("capability[]=authtype\n") + host);
  EXPECT_EQ(value_of(able.out, "credential"), "t0ken");
  EXPECT_EQ(value_of(able.out, "authtype"), "Bearer");
  EXPECT_EQ(helper("get", host).out, "");
}

TEST_F(GitStoredLogins, ThatAreEphemeralAreNotKept) {
  helper("store", std::string("capability[]=authtype\nephemeral=1\n") + alice);
  EXPECT_EQ(helper("get", host).out, "");
}

TEST_F(GitStoredLogins, DoNotTakeAProfilesPlace) {
  const auto covered = "protocol=https\nhost=" + sandbox.authority("clearstreet") + '\n';
  EXPECT_TRUE(succeeded(helper("store", covered + "username=alice\npassword=s3cret\n")));
  EXPECT_EQ(value_of(helper("get", covered).out, "password"), token("clearstreet"));
}

TEST_F(GitStoredLogins, ServeAFetchFromAHostThatNoProfileCovers) {
  auto text = "[git]\nstore_logins = true\n\n" + sandbox.configuration();
  const auto ip_url = ", \"https://127.0.0.1:" + sandbox.port("clearstreet") + '"';
  text.erase(text.find(ip_url), ip_url.size());
  user.configure(text);
  const auto authority = "127.0.0.1:" + sandbox.port("clearstreet");
  credential("approve",
             "protocol=https\nhost=" + authority + "\nusername=alice\npassword=" + token("clearstreet") + '\n');
  EXPECT_TRUE(succeeded(user.run({"git", "ls-remote", "https://" + authority + "/git-basic/demo.git"})));
}

TEST_F(GitStoredLogins, AreNotShownByDockersList) {
  credential("approve", alice);
  EXPECT_EQ(user.run({"docker-credential-jeton", "list"}).out, "{}\n");
}

}  // namespace
}  // namespace jeton::e2e
