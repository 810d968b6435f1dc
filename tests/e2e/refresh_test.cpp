#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// Refresh tokens, of every provider that has them: a person logs in once, and is asked again only where the provider
/// takes its consent back.
class Refresh : public LoginTest, public testing::WithParamInterface<const char*> {
 protected:
  /// Rotating, and an old one revokes all: Tradier's as for a partner.
  void SetUp() override {
    sandbox.set_refresh_tokens(profile(), "rotate");
    log_in(profile());
    after_login_ = sandbox.token_requests(profile());
  }

  std::string profile() const { return GetParam(); }
  /// Token requests since the login.
  int refreshes() const { return sandbox.token_requests(profile()) - after_login_; }
  int reuse_detected() const { return sandbox.count(profile(), "reuse_detected"); }
  Outcome get() const { return user.run({"jeton", "token", profile()}); }
  std::string token() const { return LoginTest::token(profile()); }
  std::string refreshed_token() const {
    forget_cached_tokens(user);
    return token();
  }
  bool wait_for_another_token_than(const std::string& token) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    while (cached_token(user, profile()).secret == token) {
      if (std::chrono::steady_clock::now() > deadline) return false;
    }
    return true;
  }
  /// The refresh token in the store, in its words.
  std::string stored_refresh_token() const {
    const auto text = stored(profile());
    const std::string mark = "refresh_token=";
    const auto at = text.find(mark);
    if (at == std::string::npos) return {};
    return text.substr(at + mark.size(), text.find('\\', at) - at - mark.size());
  }
  std::string login_command() const { return "; run: jeton login " + profile(); }

 private:
  int after_login_ = 0;
};

INSTANTIATE_TEST_SUITE_P(At, Refresh, testing::Values("clayton", "pkce", "device", "tradier"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(Refresh, CleanedCacheCostsOneRequestAndNoLogin) {
  const auto first = token();
  EXPECT_EQ(refreshes(), 0);
  clean_cache();
  const auto second = token();
  EXPECT_NE(second, first);
  EXPECT_EQ(token(), second);
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(Refresh, EachTakesTheRefreshTokenOfTheOneBefore) {
  std::set<std::string> kept = {stored_refresh_token()};
  for (int i = 0; i < 8; ++i) {
    refreshed_token();
    kept.insert(stored_refresh_token());
  }
  EXPECT_EQ(kept.size(), 9U);
  EXPECT_FALSE(kept.contains(""));
  EXPECT_EQ(refreshes(), 8);
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, TokenThatExpiredIsReplaced) {
  const auto first = token();
  age_cached_token(user, profile(), 100'000);
  EXPECT_NE(token(), first);
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(Refresh, RefreshTokenThatIsNotReplacedIsKept) {
  sandbox.set_refresh_tokens(profile(), "keep");
  const auto kept = stored_refresh_token();
  for (int i = 0; i < 3; ++i) refreshed_token();
  EXPECT_EQ(stored_refresh_token(), kept);
  EXPECT_EQ(refreshes(), 3);
}

TEST_P(Refresh, RefreshTokenThatComesNotIsNoReasonToForgetIt) {
  sandbox.set_refresh_tokens(profile(), "keep");
  const auto kept = stored_refresh_token();
  sandbox.fault(profile(), "no-refresh-token");
  refreshed_token();
  EXPECT_EQ(stored_refresh_token(), kept);
  refreshed_token();
}

TEST_P(Refresh, IsAsTheDocumentShows) {
  refreshed_token();
  const auto request = sandbox.requests(profile()).at("last_token_request");
  EXPECT_EQ(request.at("path"), profile() == "tradier"   ? "/v1/oauth/refreshtoken"
                                : profile() == "clayton" ? "/oauth2/token"
                                                         : "/oauth/token");
  EXPECT_EQ(request.at("query"), "");
  const auto body = request.at("body").get<std::string>();
  EXPECT_TRUE(contains(body, "grant_type=refresh_token")) << body;
  EXPECT_FALSE(contains(body, "code=")) << body;
  EXPECT_FALSE(contains(body, "redirect_uri")) << body;
}

TEST_P(Refresh, HappensInTheBackgroundBeforeTheTokenExpires) {
  const auto first = cached_token(user, profile());
  const auto lifetime = static_cast<int>(*first.expires_at - first.sent_at);
  // In its last tenth, or the last 15 minutes, and not yet in its last twentieth, or the last 5 minutes.
  age_cached_token(user, profile(), lifetime - std::min(600, lifetime * 3 / 40));
  sandbox.fault(profile(), "slow", 1, 1);
  EXPECT_EQ(token(), first.secret) << "it is served at once";
  EXPECT_TRUE(wait_for_another_token_than(first.secret));
  EXPECT_NE(token(), first.secret);
  EXPECT_EQ(refreshes(), 1);
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, ReplacesARejectedToken) {
  const auto first = token();
  EXPECT_TRUE(succeeded(user.run({"jeton", "reject", profile()}, first)));
  EXPECT_NE(token(), first);
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(Refresh, ReplacesARejectedTokenWithinOneGitCommand) {
  JETON_NEEDS_NEWER_GIT();
  token();
  sandbox.expire(profile(), "access_tokens");
  EXPECT_TRUE(succeeded(user.run({newer_git(), "ls-remote", sandbox.url(profile()) + "/git/demo.git"})));
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(Refresh, RenewAsksThoughTheTokenIsFresh) {
  const auto first = token();
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", profile()})));
  EXPECT_NE(token(), first);
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(Refresh, SixtyProcessesAtOnceMakeOne) {
  forget_cached_tokens(user);
  std::vector<Process> processes;
  for (int i = 0; i < 60; ++i) processes.push_back(user.start({"jeton", "token", profile()}));
  std::set<std::string> tokens;
  for (auto& process : processes) {
    const auto outcome = process.finish();
    EXPECT_TRUE(succeeded(outcome));
    tokens.insert(outcome.out);
  }
  EXPECT_EQ(tokens.size(), 1U);
  EXPECT_EQ(refreshes(), 1);
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, AnswerLostAfterRotationIsAskedForOnceMore) {
  sandbox.set_refresh_tokens(profile(), "rotate-with-leeway");
  sandbox.fault(profile(), "lost");
  refreshed_token();
  EXPECT_EQ(refreshes(), 2);
  refreshed_token();
  EXPECT_EQ(refreshes(), 3);
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, AnswerLostTwiceIsLeftAlone) {
  sandbox.set_refresh_tokens(profile(), "rotate-with-leeway");
  sandbox.fault(profile(), "lost", 2);
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(get(), 6));
  EXPECT_TRUE(failed(get(), 7, "held off until"));
  EXPECT_EQ(refreshes(), 2);
  forget_hold_offs();
  token();
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, AnswerLostAtAStrictProviderAsksForALogin) {
  const auto kept = stored_refresh_token();
  sandbox.fault(profile(), "lost");
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(get(), 4, login_command()));
  EXPECT_EQ(refreshes(), 2);
  EXPECT_EQ(reuse_detected(), 1);
  EXPECT_EQ(stored_refresh_token(), kept) << "it is set aside, and kept";
  EXPECT_TRUE(failed(get(), 4, login_command()));
  EXPECT_EQ(refreshes(), 2);
  log_in(profile());
  refreshed_token();
  EXPECT_EQ(reuse_detected(), 1);
}

TEST_P(Refresh, InvalidRefreshTokenIsSetAsideUntilALogin) {
  const auto kept = stored_refresh_token();
  sandbox.expire(profile(), "refresh_tokens");
  forget_cached_tokens(user);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(failed(get(), 4, "the provider takes the refresh token no more (")) << get().err;
    EXPECT_TRUE(failed(get(), 4, login_command()));
  }
  EXPECT_EQ(refreshes(), 1);
  EXPECT_EQ(stored_refresh_token(), kept);
  EXPECT_EQ(state_of(profile()), "login-required");
  log_in(profile());
  EXPECT_EQ(state_of(profile()), "fresh");
  EXPECT_NE(stored_refresh_token(), kept);
  refreshed_token();
}

TEST_P(Refresh, InvalidRefreshTokenAfterACleanedCacheAsksNobody) {
  sandbox.expire(profile(), "refresh_tokens");
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(get(), 4, login_command()));
  clean_cache();
  forget_hold_offs();
  EXPECT_TRUE(failed(get(), 4, login_command()));
  EXPECT_EQ(refreshes(), 1);
  EXPECT_EQ(state_of(profile()), "login-required");
}

TEST_P(Refresh, InvalidRefreshTokenCostsNotTheTokenThatStillLives) {
  const auto first = token();
  sandbox.expire(profile(), "refresh_tokens");
  const auto renewed = user.run({"jeton", "token", "--renew", profile()});
  EXPECT_EQ(renewed.status, 0);
  EXPECT_EQ(renewed.out, first + '\n');
  EXPECT_TRUE(is_one_message(renewed.err));
  EXPECT_TRUE(contains(renewed.err, "jeton login " + profile())) << renewed.err;
  EXPECT_EQ(token(), first);
}

TEST_P(Refresh, LoginThatIsNeededIsNeverAskedForInsideAHelper) {
  sandbox.expire(profile(), "refresh_tokens");
  forget_cached_tokens(user);
  const auto git = git_get(profile());
  EXPECT_EQ(git.out, "quit=1\n");
  EXPECT_EQ(git.status, 4);
  EXPECT_TRUE(is_one_message(git.err));
  EXPECT_TRUE(contains(git.err, login_command())) << git.err;
  const auto docker = user.run({"docker-credential-jeton", "get"}, sandbox.authority(profile()));
  EXPECT_EQ(docker.status, 1);
  EXPECT_TRUE(contains(docker.out, login_command())) << docker.out;
  EXPECT_TRUE(contains(docker.err, login_command())) << docker.err;
  // git itself: one line of ours, and no prompt, not even on a terminal.
  user.unset("GIT_TERMINAL_PROMPT");
  auto listing =
      user.start({"git", "ls-remote", sandbox.url(profile()) + "/git/demo.git"}, {}, Process::Input::terminal);
  const auto shown = listing.finish();
  EXPECT_NE(shown.status, 0);
  EXPECT_TRUE(contains(shown.out, login_command())) << shown.out;
  EXPECT_FALSE(contains(shown.out, "Username for")) << shown.out;
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(Refresh, AnswerWithoutAnAccessTokenCostsNotTheRefreshToken) {
  sandbox.fault(profile(), "no-access-token");
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(get(), 6, "no access_token"));
  forget_hold_offs();
  token();
  EXPECT_EQ(refreshes(), 2);
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, AnswerWithATokenThatCannotBeUsedCostsNotTheRefreshToken) {
  for (const auto* const fault : {"newline-token", "expires-zero", "expires-text", "empty-token"}) {
    SCOPED_TRACE(fault);
    sandbox.fault(profile(), fault);
    forget_cached_tokens(user);
    EXPECT_TRUE(failed(get(), 6, "cannot be used"));
    forget_hold_offs();
    token();
  }
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, AnswerThatIsCutOffIsAskedForOnceMore) {
  sandbox.set_refresh_tokens(profile(), "rotate-with-leeway");
  sandbox.fault(profile(), "cut-off");
  refreshed_token();
  EXPECT_EQ(refreshes(), 2);
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, ProvidersTroubleCostsNotTheRefreshToken) {
  const auto kept = stored_refresh_token();
  for (const auto* const fault : {"error-500", "error-503", "throttle", "html", "truncated", "huge", "redirect"}) {
    SCOPED_TRACE(fault);
    sandbox.fault(profile(), fault);
    forget_cached_tokens(user);
    const auto outcome = get();
    EXPECT_TRUE(failed(outcome, 6) || failed(outcome, 7)) << outcome.status << ' ' << outcome.err;
    EXPECT_EQ(stored_refresh_token(), kept);
    EXPECT_NE(state_of(profile()), "login-required");
    forget_hold_offs();
  }
  EXPECT_EQ(refreshes(), 7);
  token();
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, TokenEndpointThatHangsCostsNotTheRefreshToken) {
  user.configure(
      replaced(sandbox.configuration(), "[profile." + profile() + "]\n", "[profile." + profile() + "]\ntimeout = 1\n"));
  sandbox.fault(profile(), "hang", 2);
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(get(), 6));
  EXPECT_EQ(refreshes(), 2);
  forget_hold_offs();
  token();
}

TEST_P(Refresh, IsNotTriedBeforeThePauseIsOver) {
  sandbox.fault(profile(), "throttle");
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(get(), 7));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(failed(get(), 7, "held off until"));
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(Refresh, OtherSecretIsTriedAndTheRefreshTokenKept) {
  if (profile() == "device") GTEST_SKIP() << "a public client has no secret";
  const auto kept = stored_refresh_token();
  const auto file = sandbox.folder() / (profile() + "-secret");
  const auto secret = read_file(file);
  write_file(file, "another-secret\n");
  EXPECT_TRUE(failed(get(), 5, "invalid_client"));
  EXPECT_EQ(stored_refresh_token(), kept);
  write_file(file, secret);
  token();
  EXPECT_LE(refreshes(), 2);
  EXPECT_EQ(reuse_detected(), 0);
}

TEST_P(Refresh, SettingsThatAreNotSentChangeNothing) {
  const auto first = token();
  user.configure(replaced(sandbox.configuration(), "[profile." + profile() + "]\n",
                          "[profile." + profile() + "]\ntimeout = 20\nusername = \"x\"\n"));
  EXPECT_EQ(token(), first);
  EXPECT_EQ(refreshes(), 0);
}

TEST_P(Refresh, RefreshTokenOfAnotherClientIsNotSent) {
  auto text = sandbox.configuration();
  const auto profile_at = text.find("[profile." + profile() + "]");
  const auto at = text.find("client_id = \"", profile_at) + 13;
  user.configure(text.insert(at, "x"));
  EXPECT_TRUE(failed(get(), 4, "nobody has logged in yet"));
  EXPECT_EQ(refreshes(), 0);
  user.configure(sandbox.configuration());
  refreshed_token();
}

TEST_P(Refresh, FullDiskKeepsTheRefreshTokenFromBeingSpent) {
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(user.shell("ulimit -f 100; exec jeton token " + profile()), 8, profile()));
  EXPECT_EQ(refreshes(), 0);
  token();
}

TEST_P(Refresh, RefreshTokenIsNeverShown) {
  user.set("JETON_TRACE", "1");
  std::string said;
  const auto note = [&](const Outcome& outcome) { said += outcome.out + outcome.err; };
  const auto first = stored_refresh_token();
  forget_cached_tokens(user);
  note(get());
  note(user.run({"jeton", "status"}));
  note(user.run({"jeton", "token", "--json", "--renew", profile()}));
  note(git_get(profile()));
  const auto last = stored_refresh_token();
  note(user.run({"jeton", "logout", profile()}));
  EXPECT_NE(first, last);
  EXPECT_FALSE(contains(said, first));
  EXPECT_FALSE(contains(said, last));
  EXPECT_TRUE(contains(said, "jeton: trace: ")) << "nothing was traced";
}

TEST_P(Refresh, FilesAreForTheUserAlone) {
  refreshed_token();
  for (const auto& file : User::files_below(user.state())) {
    EXPECT_EQ(mode_of(file), 0600U) << file;
    EXPECT_EQ(mode_of(file.parent_path()), 0700U);
  }
  EXPECT_FALSE(stored(profile()).empty());
  for (const auto& [file, text] : all_files()) {
    if (file.extension() != ".secrets") {
      EXPECT_FALSE(contains(text, stored_refresh_token())) << file;
    }
  }
}

}  // namespace
}  // namespace jeton::e2e
