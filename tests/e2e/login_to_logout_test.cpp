#include <string>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// Every provider from login over expiry and renewal to logout, with the tools that people have.
class FromLoginToLogout : public LoginTest, public testing::WithParamInterface<const char*> {
 protected:
  FromLoginToLogout() { user.set("SSL_CERT_FILE", sandbox.ca_file()); }

  std::string profile() const { return GetParam(); }
  bool needs_consent() const {
    return profile() == "tradier" || profile() == "clayton" || profile() == "pkce" || profile() == "device";
  }
  /// Tradier gives no refresh token.
  bool is_replaceable() const { return profile() != "tradier"; }
  void log_in() const {
    if (needs_consent()) {
      LoginTest::log_in(profile());
    } else {
      EXPECT_EQ(user.run({"jeton", "login", profile()}).status, 0);
    }
  }
  std::string token() const { return LoginTest::token(profile()); }
  int requests() const { return sandbox.token_requests(profile()) - device_polls_; }
  /// Those of a device count as token requests, too.
  void leave_out_requests_until_now() { device_polls_ = sandbox.token_requests(profile()); }

  Outcome git() const {
    return user.run({"git", "ls-remote", "--exit-code", sandbox.url(profile()) + "/git/demo.git", "main"});
  }
  Outcome curl() const {
    return user.shell("curl -sS --fail -K <(jeton curl " + profile() + ") " + sandbox.url(profile()) + "/api/ping");
  }
  Outcome skopeo() const {
    return user.run(
        {"skopeo", "inspect", "--format", "{{.Digest}}", "docker://" + sandbox.authority(profile()) + "/demo/hello"});
  }
  void expect_tools_to_work() const {
    EXPECT_TRUE(succeeded(git()));
    const auto answer = curl();
    EXPECT_TRUE(succeeded(answer));
    EXPECT_TRUE(contains(answer.out, R"("ping":"pong")")) << answer.out;
    const auto digest = skopeo();
    EXPECT_TRUE(succeeded(digest));
    EXPECT_TRUE(digest.out.starts_with("sha256:"));
  }
  void expect_tools_to_say(const std::string& words) const {
    for (const auto& outcome : {git(), curl(), skopeo()}) {
      EXPECT_NE(outcome.status, 0);
      EXPECT_TRUE(contains(outcome.err, words)) << outcome.out << outcome.err;
    }
  }

 private:
  int device_polls_ = 0;
};

INSTANTIATE_TEST_SUITE_P(At, FromLoginToLogout,
                         testing::Values("clearstreet", "studyteam", "portfolios", "tradier", "clayton", "pkce",
                                         "device"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(FromLoginToLogout, AllToolsWork) {
  if (needs_consent()) expect_tools_to_say("run: jeton login " + profile());
  log_in();
  leave_out_requests_until_now();
  expect_tools_to_work();
  EXPECT_EQ(requests(), 0) << "one token serves all";

  const auto first = token();
  clean_cache();
  expect_tools_to_work();
  EXPECT_EQ(requests(), is_replaceable() ? 1 : 0) << "a cleaned cache costs no login";
  EXPECT_EQ(token() != first, is_replaceable());

  age_cached_token(user, profile(), 100'000);
  if (is_replaceable()) {
    expect_tools_to_work();
    EXPECT_EQ(requests(), 2) << "an expired token is renewed once";
  }

  const auto logged_out = user.run({"jeton", "logout", profile()});
  EXPECT_EQ(logged_out.status, 0) << logged_out.err;
  if (needs_consent()) {
    expect_tools_to_say("run: jeton login " + profile());
    log_in();
  }
  expect_tools_to_work();
  EXPECT_EQ(sandbox.count(profile(), "reuse_detected"), 0);
}

}  // namespace
}  // namespace jeton::e2e
