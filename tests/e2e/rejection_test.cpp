#include <algorithm>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// A token that the services do not take any more is replaced, once, and never for ever.
class Rejection : public SandboxTest {
 protected:
  std::string git_request(const std::string& password = {}) const {
    std::string lines = "protocol=https\nhost=" + sandbox.authority("clearstreet") + '\n';
    if (!password.empty()) lines += "username=oauth2\npassword=" + password + '\n';
    return lines + '\n';
  }
  std::string repository(const std::string& root) const {
    return sandbox.url("clearstreet") + '/' + root + "/demo.git";
  }
  int token_requests() const { return sandbox.token_requests("clearstreet"); }
  testing::AssertionResult push_after_revocation(const std::string& root) const {
    EXPECT_TRUE(succeeded(user.run({newer_git(), "clone", "--quiet", repository(root), "work"})));
    sandbox.revoke("clearstreet");
    return succeeded(user.run({newer_git(), "-C", "work", "push", "--quiet", "origin", "HEAD:refs/heads/topic"}));
  }
  Outcome reject(const std::string& input) const { return user.run({"jeton", "reject", "clearstreet"}, input); }
};

TEST_F(Rejection, RejectedTokenIsReplacedByOneRequest) {
  const auto rejected = token("clearstreet");
  EXPECT_TRUE(succeeded(reject(rejected)));
  const auto replacement = token("clearstreet");
  EXPECT_NE(replacement, rejected);
  EXPECT_EQ(token("clearstreet"), replacement);
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, TokenMayBeReportedInTheCurlConfiguration) {
  const auto rejected = token("clearstreet");
  EXPECT_TRUE(succeeded(reject(user.run({"jeton", "curl", "clearstreet"}).out)));
  EXPECT_NE(token("clearstreet"), rejected);
}

TEST_F(Rejection, TokenMayBeReportedInTheCurlConfigurationForAUrl) {
  const auto rejected = token("clearstreet");
  const auto url = sandbox.url("clearstreet") + "/api/ping";
  EXPECT_TRUE(succeeded(reject(user.run({"jeton", "curl", "clearstreet", "--url", url}).out)));
  EXPECT_NE(token("clearstreet"), rejected);
}

TEST_F(Rejection, AnotherTokenThanTheCachedOneRejectsNothing) {
  const auto cached = token("clearstreet");
  EXPECT_TRUE(succeeded(reject("a-token-of-somebody-else")));
  EXPECT_EQ(token("clearstreet"), cached);
  EXPECT_EQ(token_requests(), 1);
}

TEST_F(Rejection, ReportWithoutATokenIsWrongUsage) {
  EXPECT_TRUE(failed(reject(""), 2, "clearstreet"));
}

TEST_F(Rejection, ReplacementRejectedWithinAMinuteStartsAHoldOff) {
  reject(token("clearstreet"));
  reject(token("clearstreet"));
  for (int i = 0; i < 2; ++i) {
    const auto outcome = user.run({"jeton", "token", "clearstreet"});
    EXPECT_TRUE(failed(outcome, 7, "held off until"));
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, LoginEndsTheHoldOffOfRejectedTokens) {
  reject(token("clearstreet"));
  reject(token("clearstreet"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 7));
  EXPECT_EQ(user.run({"jeton", "login", "clearstreet"}).status, 0);
  token("clearstreet");
  EXPECT_EQ(token_requests(), 3);
}

TEST_F(Rejection, StatusSaysRejected) {
  reject(token("clearstreet"));
  EXPECT_TRUE(contains(user.run({"jeton", "status", "clearstreet"}).out, "rejected"));
}

TEST_F(Rejection, EraseWithTheCachedTokenRejectsIt) {
  const auto cached = token("clearstreet");
  EXPECT_TRUE(succeeded(user.run({"git", "credential", "reject"}, git_request(cached))));
  EXPECT_NE(token("clearstreet"), cached);
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, EraseWithAnotherPasswordDoesNothing) {
  const auto cached = token("clearstreet");
  EXPECT_TRUE(succeeded(user.run({"git", "credential", "reject"}, git_request("a-password"))));
  EXPECT_EQ(token("clearstreet"), cached);
  EXPECT_EQ(token_requests(), 1);
}

TEST_F(Rejection, EraseWithoutAPasswordForgetsTheToken) {
  const auto cached = token("clearstreet");
  EXPECT_TRUE(succeeded(user.run({"git-credential-jeton", "erase"}, git_request())));
  EXPECT_NE(token("clearstreet"), cached);
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, OlderGitGetsAFreshTokenInItsNextCommand) {
  EXPECT_TRUE(succeeded(user.run({"git", "ls-remote", repository("git")})));
  sandbox.revoke("clearstreet");
  EXPECT_NE(user.run({"git", "ls-remote", repository("git")}).status, 0);
  EXPECT_TRUE(succeeded(user.run({"git", "ls-remote", repository("git")})));
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, NewerGitHealsWithinTheCommandWithBearer) {
  JETON_NEEDS_NEWER_GIT();
  token("clearstreet");
  sandbox.revoke("clearstreet");
  EXPECT_TRUE(succeeded(user.run({newer_git(), "ls-remote", repository("git-bearer")})));
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, NewerGitHealsWithinTheCommandWithBasic) {
  JETON_NEEDS_NEWER_GIT();
  token("clearstreet");
  sandbox.revoke("clearstreet");
  EXPECT_TRUE(succeeded(user.run({newer_git(), "ls-remote", repository("git-basic")})));
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, NewerGitHealsAClone) {
  JETON_NEEDS_NEWER_GIT();
  token("clearstreet");
  sandbox.revoke("clearstreet");
  EXPECT_TRUE(succeeded(user.run({newer_git(), "clone", "--quiet", repository("git"), "work"})));
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, NewerGitHealsAPushWithBearer) {
  JETON_NEEDS_NEWER_GIT();
  EXPECT_TRUE(push_after_revocation("git-bearer"));
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, NewerGitHealsAPushWithBasic) {
  JETON_NEEDS_NEWER_GIT();
  EXPECT_TRUE(push_after_revocation("git-basic"));
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(Rejection, NewerGitHealsWithProactiveAuthentication) {
  JETON_NEEDS_NEWER_GIT();
  token("clearstreet");
  sandbox.revoke("clearstreet");
  const auto outcome = user.run({newer_git(), "-c", "http.proactiveAuth=auto", "ls-remote", repository("git")});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(token_requests(), 2);
}

/// A server that takes no token must not be asked for ever, nor the provider.
class DeniedForGood : public Rejection, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Repository, DeniedForGood, testing::Values("git", "git-basic", "git-bearer"),
                         [](const auto& test) {
                           std::string name = test.param;
                           name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
                           return name;
                         });

TEST_P(DeniedForGood, NewerGitGivesUpAfterOneReplacement) {
  JETON_NEEDS_NEWER_GIT();
  token("clearstreet");
  sandbox.deny_all("clearstreet");
  const auto outcome = user.run({newer_git(), "ls-remote", repository(GetParam())});
  EXPECT_NE(outcome.status, 0);
  EXPECT_NE(outcome.status, 137) << "it had to be killed";
  EXPECT_LE(token_requests(), 2);
  EXPECT_LE(sandbox.count("clearstreet", "git"), 10);
}

TEST_P(DeniedForGood, GitThatIsRunAgainAndAgainAsksTheProviderTwice) {
  token("clearstreet");
  sandbox.deny_all("clearstreet");
  for (int i = 0; i < 6; ++i) EXPECT_NE(user.run({"git", "ls-remote", repository(GetParam())}).status, 0);
  EXPECT_LE(token_requests(), 2);
}

TEST_P(DeniedForGood, NewerGitThatIsRunAgainAndAgainAsksTheProviderTwice) {
  JETON_NEEDS_NEWER_GIT();
  token("clearstreet");
  sandbox.deny_all("clearstreet");
  for (int i = 0; i < 6; ++i) EXPECT_NE(user.run({newer_git(), "ls-remote", repository(GetParam())}).status, 0);
  EXPECT_LE(token_requests(), 2);
}

}  // namespace
}  // namespace jeton::e2e
