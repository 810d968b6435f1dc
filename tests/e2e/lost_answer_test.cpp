#include <filesystem>
#include <string>
#include <vector>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// The provider takes a refresh token or a code, and its answer never arrives.
class LostAnswer : public LoginTest {
 protected:
  int refreshes() const { return sandbox.count("pkce", "refresh_requests"); }
  void log_in_and_forget() const {
    log_in("pkce");
    forget_cached_tokens(user);
  }
};

TEST_F(LostAnswer, ToARefreshIsAskedForOnceMoreAtOnce) {
  sandbox.set_refresh_tokens("pkce", "rotate-with-leeway");
  log_in_and_forget();
  sandbox.fault("pkce", "lost");
  token("pkce");
  EXPECT_EQ(refreshes(), 2);
  forget_cached_tokens(user);
  token("pkce");
  EXPECT_EQ(refreshes(), 3);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(LostAnswer, ToARefreshTwiceStartsNoStorm) {
  sandbox.set_refresh_tokens("pkce", "rotate-with-leeway");
  log_in_and_forget();
  sandbox.fault("pkce", "lost", Sandbox::for_good);
  std::vector<Process> processes;
  for (int i = 0; i < 20; ++i) processes.push_back(user.start({"jeton", "token", "pkce"}));
  for (auto& process : processes) {
    const auto outcome = process.finish();
    EXPECT_TRUE(failed(outcome, 6) || failed(outcome, 7, "held off until")) << outcome.status << ' ' << outcome.err;
  }
  for (int i = 0; i < 3; ++i) EXPECT_NE(user.run({"jeton", "token", "pkce"}).status, 0);
  EXPECT_EQ(refreshes(), 2);
  // The refresh token is still good.
  sandbox.fault("pkce", "none");
  std::filesystem::remove_all(user.cache());
  for (const auto& file : User::files_below(user.state())) {
    if (file.extension() == ".hold-off") std::filesystem::remove(file);
  }
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(LostAnswer, CutOffInTheMiddleIsLostToo) {
  sandbox.set_refresh_tokens("pkce", "rotate-with-leeway");
  log_in_and_forget();
  sandbox.fault("pkce", "cut-off");
  token("pkce");
  EXPECT_EQ(refreshes(), 2);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(LostAnswer, ToACodeIsNeverAskedForAgain) {
  sandbox.fault("pkce", "lost");
  auto login = start_login("pkce");
  consent_in_browser(address(login));
  EXPECT_EQ(login.finish().status, 6);
  EXPECT_EQ(sandbox.token_requests("pkce"), 1);
  EXPECT_NE(user.run({"jeton", "token", "pkce"}).status, 0);
  EXPECT_EQ(sandbox.token_requests("pkce"), 1);
}

TEST_F(LostAnswer, ToACodeCostsNotTheEarlierLogin) {
  log_in("pkce");
  sandbox.fault("pkce", "lost");
  auto login = start_login("pkce");
  consent_in_browser(address(login));
  EXPECT_EQ(login.finish().status, 6);
  forget_cached_tokens(user);
  token("pkce");
}

}  // namespace
}  // namespace jeton::e2e
