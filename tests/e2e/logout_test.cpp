#include <filesystem>
#include <string>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// `jeton logout`: what was given is given back, and forgotten.
class Logout : public LoginTest {
 protected:
  Outcome log_out(const std::string& profile) const { return user.run({"jeton", "logout", profile}); }
  static testing::AssertionResult is_logged_out(const Outcome& outcome, const std::string& profile) {
    if (outcome.status == 0 && outcome.out.empty() && outcome.err == "jeton: " + profile + ": logged out\n") {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "status " << outcome.status << '\n' << outcome.out << outcome.err;
  }
  int revocations() const { return sandbox.count("pkce", "revocations"); }
  /// What the API answers to the token.
  std::string api(const std::string& profile, const std::string& token) const {
    return user
        .run({"curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", sandbox.ca_file().string(),
              "--oauth2-bearer", token, sandbox.url(profile) + "/api/ping"})
        .out;
  }
  void expect_login_is_needed(const std::string& profile) const {
    EXPECT_TRUE(failed(user.run({"jeton", "token", profile}), 4,
                       profile + ": nobody has logged in yet; run: jeton login " + profile));
    EXPECT_EQ(state_of(profile), "login-required");
  }
};

TEST_F(Logout, RevokesTheRefreshTokenAndWhatCameOfIt) {
  log_in("pkce");
  const auto given = token("pkce");
  EXPECT_EQ(api("pkce", given), "200");
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  EXPECT_EQ(revocations(), 2) << "the refresh token, and the access token";
  EXPECT_EQ(api("pkce", given), "401");
  expect_login_is_needed("pkce");
  EXPECT_EQ(stored("pkce"), "");
}

TEST_F(Logout, LeavesNothingOfTheTokensBehind) {
  log_in("pkce");
  const auto given = token("pkce");
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  for (const auto& [file, text] : all_files()) {
    EXPECT_FALSE(contains(text, given)) << file;
    EXPECT_FALSE(contains(text, "refresh_token")) << file;
    EXPECT_NE(file.extension(), ".journal") << file;
  }
}

TEST_F(Logout, RevokesWithACleanedCache) {
  log_in("pkce");
  const auto given = token("pkce");
  clean_cache();
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  EXPECT_GE(revocations(), 1);
  EXPECT_EQ(api("pkce", given), "401");
}

TEST_F(Logout, RevokesAnAccessTokenThatCameWithoutARefreshToken) {
  sandbox.set_refresh_tokens("pkce", "none");
  log_in("pkce");
  const auto given = token("pkce");
  clean_cache();
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  EXPECT_EQ(revocations(), 1);
  EXPECT_EQ(api("pkce", given), "401");
  expect_login_is_needed("pkce");
}

TEST_F(Logout, KeepsStoredSecrets) {
  const auto file = sandbox.folder() / "pkce-secret";
  user.configure(replaced(sandbox.configuration(), "client_secret = { file = \"" + file.string() + "\" }\n", ""));
  EXPECT_TRUE(succeeded(user.run({"jeton", "secret", "set", "pkce", "client_secret"}, read_file(file))));
  log_in("pkce");
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  expect_login_is_needed("pkce");
  EXPECT_EQ(stored("pkce").substr(0, 37), "jeton secrets 1\nsecret.client_secret=");
  log_in("pkce");
  token("pkce");
}

TEST_F(Logout, IsDoneForEveryProvider) {
  for (const std::string profile : {"tradier", "clayton", "device"}) {
    SCOPED_TRACE(profile);
    log_in(profile);
    token(profile);
    const int requests = sandbox.token_requests(profile);
    EXPECT_TRUE(is_logged_out(log_out(profile), profile));
    expect_login_is_needed(profile);
    EXPECT_EQ(sandbox.token_requests(profile), requests);
    log_in(profile);
    token(profile);
  }
}

TEST_F(Logout, TwiceIsFine) {
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce")) << "nobody has logged in yet";
  log_in("pkce");
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  const int once = revocations();
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  EXPECT_EQ(revocations(), once) << "there was nothing left to revoke";
}

TEST_F(Logout, OfClientCredentialsForgetsTheToken) {
  const auto first = token("clearstreet");
  EXPECT_TRUE(is_logged_out(log_out("clearstreet"), "clearstreet"));
  EXPECT_EQ(state_of("clearstreet"), "none");
  EXPECT_NE(token("clearstreet"), first);
}

TEST_F(Logout, OfClientCredentialsEndsAHoldOff) {
  sandbox.fault("clearstreet", "throttle");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 7));
  EXPECT_TRUE(is_logged_out(log_out("clearstreet"), "clearstreet"));
  token("clearstreet");
}

TEST_F(Logout, WhereTheProviderCannotBeReachedForgetsAllTheSame) {
  log_in("pkce");
  const auto given = token("pkce");
  user.configure(
      replaced(sandbox.configuration(), sandbox.url("pkce") + "/oauth/revoke", "https://localhost:1/revoke"));
  const auto outcome = log_out("pkce");
  EXPECT_TRUE(failed(outcome, 6, "pkce: the tokens are forgotten here, but not revoked: "));
  EXPECT_EQ(outcome.out, "");
  expect_login_is_needed("pkce");
  EXPECT_EQ(stored("pkce"), "");
  EXPECT_EQ(api("pkce", given), "200");
}

TEST_F(Logout, WhereTheProviderRefusesForgetsAllTheSame) {
  log_in("pkce");
  write_file(sandbox.folder() / "pkce-secret", "another-secret\n");
  EXPECT_TRUE(failed(log_out("pkce"), 6,
                     "pkce: the tokens are forgotten here, but not revoked: the provider did not revoke the "
                     "refresh_token (HTTP status 401"));
  expect_login_is_needed("pkce");
}

TEST_F(Logout, WhereTheSecretIsGoneForgetsAllTheSame) {
  log_in("pkce");
  std::filesystem::remove(sandbox.folder() / "pkce-secret");
  EXPECT_TRUE(failed(log_out("pkce"), 6, "pkce: the tokens are forgotten here, but not revoked: "));
  EXPECT_EQ(stored("pkce"), "");
}

TEST_F(Logout, OfARefreshTokenThatIsInvalidForgetsIt) {
  log_in("pkce");
  sandbox.expire("pkce", "refresh_tokens");
  forget_cached_tokens(user);
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 4));
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  expect_login_is_needed("pkce");
}

TEST_F(Logout, ForgetsWhatAnEarlierClientWasGiven) {
  log_in("pkce");
  auto text = sandbox.configuration();
  const auto at = text.find("client_id = \"", text.find("[profile.pkce]")) + 13;
  user.configure(text.insert(at, "x"));
  log_out("pkce");
  user.configure(sandbox.configuration());
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 4));
  EXPECT_EQ(stored("pkce"), "");
}

TEST_F(Logout, WaitsForAnExchangeThatIsUnderWay) {
  log_in("pkce");
  forget_cached_tokens(user);
  sandbox.fault("pkce", "slow", 1, 1);
  auto asking = user.start({"jeton", "token", "pkce"});
  EXPECT_TRUE(sandbox.wait_for_token_requests("pkce", 2));
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  const auto outcome = asking.finish();
  EXPECT_TRUE(succeeded(outcome));
  expect_login_is_needed("pkce");
  EXPECT_EQ(api("pkce", outcome.out.substr(0, outcome.out.size() - 1)), "401");
}

TEST_F(Logout, OfOneProfileLeavesTheOthers) {
  log_in("pkce");
  log_in("tradier");
  const auto tradier = token("tradier");
  token("clearstreet");
  EXPECT_TRUE(is_logged_out(log_out("pkce"), "pkce"));
  EXPECT_EQ(token("tradier"), tradier);
  token("clearstreet");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Logout, OfNoProfileSaysSo) {
  EXPECT_TRUE(failed(log_out("nobody"), 3, "nobody: there is no such profile"));
  EXPECT_TRUE(failed(user.run({"jeton", "logout"}), 2));
}

}  // namespace
}  // namespace jeton::e2e
