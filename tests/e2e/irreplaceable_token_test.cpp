#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// An access token that only a person can replace: Tradier gives no refresh token to an ordinary application.
class IrreplaceableToken : public LoginTest {
 protected:
  IrreplaceableToken() {
    log_in("tradier");
    token_ = LoginTest::token("tradier");
  }

  std::string token() const { return LoginTest::token("tradier"); }
  Outcome get() const { return user.run({"jeton", "token", "tradier"}); }
  int requests() const { return sandbox.token_requests("tradier"); }
  Outcome reject(const std::string& token) const { return user.run({"jeton", "reject", "tradier"}, token); }
  testing::AssertionResult login_is_required(const Outcome& outcome, const std::string& why) const {
    return failed(outcome, 4, "tradier: " + why + "; run: jeton login tradier");
  }

  static constexpr const char* rejected = "the server does not accept the token any more";
  static constexpr const char* expired = "the token has expired, and the provider gave no refresh token with it";

  std::string token_;
};

TEST_F(IrreplaceableToken, SurvivesACleanedCacheWithoutARequest) {
  for (int i = 0; i < 3; ++i) {
    clean_cache();
    EXPECT_EQ(token(), token_);
    EXPECT_EQ(token(), token_);
  }
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, KeepsItsExpiryThroughACleanedCache) {
  const auto before = json::parse(user.run({"jeton", "token", "--json", "tradier"}).out);
  clean_cache();
  const auto after = json::parse(user.run({"jeton", "token", "--json", "tradier"}).out);
  EXPECT_EQ(after.at("expires_at"), before.at("expires_at"));
  EXPECT_EQ(after.at("scope"), before.at("scope"));
  EXPECT_EQ(after.at("source"), "cache");
}

TEST_F(IrreplaceableToken, LiesInTheStateForTheUserAlone) {
  EXPECT_TRUE(contains(stored("tradier"), token_));
  EXPECT_EQ(mode_of(user.state() / "tradier.secrets"), 0600U);
  EXPECT_EQ(mode_of(user.state()), 0700U);
}

TEST_F(IrreplaceableToken, IsServedToItsLastSecondAndThenALoginIsAskedFor) {
  set_lifetime("tradier", 8);
  log_in("tradier");
  const auto short_lived = token();
  const auto gone = cached_token(user, "tradier").expires_at.value();
  Outcome outcome;
  do {
    outcome = get();
    const auto now = std::time(nullptr);
    if (outcome.status == 0) {
      EXPECT_EQ(outcome.out, short_lived + '\n');
      EXPECT_EQ(outcome.err, "");
    } else {
      EXPECT_GE(now, gone);
      EXPECT_TRUE(login_is_required(outcome, expired));
      EXPECT_EQ(outcome.out, "");
      break;
    }
    ASSERT_LT(now, gone + 5);
  } while (true);
  EXPECT_TRUE(login_is_required(get(), expired));
  EXPECT_EQ(state_of("tradier"), "login-required");
  clean_cache();
  EXPECT_TRUE(login_is_required(get(), expired));
  EXPECT_EQ(requests(), 2);
  const auto git = git_get("tradier");
  EXPECT_EQ(git.out, "quit=1\n");
  EXPECT_EQ(git.status, 4);
  set_lifetime("tradier", 0);
  log_in("tradier");
  token();
}

TEST_F(IrreplaceableToken, IsNotRenewedInTheBackground) {
  const auto cached = cached_token(user, "tradier");
  age_cached_token(user, "tradier", static_cast<int>(*cached.expires_at - cached.sent_at) - 400);
  EXPECT_EQ(token(), token_);
  // Had a renewal been started, it would hold the profile's lock, which a logout waits for.
  EXPECT_EQ(user.run({"jeton", "logout", "tradier"}).status, 0);
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, IsHandedOutThoughMoreIsAskedFor) {
  const auto outcome = user.run({"jeton", "token", "--min-validity", "48h", "tradier"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, token_ + '\n');
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_TRUE(contains(outcome.err, "warning: the token lives for")) << outcome.err;
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, IsGivenWithAWarningWhereAnotherIsWanted) {
  const auto outcome = user.run({"jeton", "token", "--renew", "tradier"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, token_ + '\n');
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_TRUE(contains(outcome.err, "tradier: warning: ")) << outcome.err;
  EXPECT_TRUE(contains(outcome.err, "jeton login tradier")) << outcome.err;
  EXPECT_FALSE(contains(outcome.err, "has expired")) << "it has not: " << outcome.err;
  EXPECT_EQ(requests(), 1);
  EXPECT_EQ(token(), token_);
  EXPECT_EQ(state_of("tradier"), "fresh");
}

TEST_F(IrreplaceableToken, ThatWasRejectedIsSetAsideAndKept) {
  EXPECT_TRUE(succeeded(reject(token_)));
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(login_is_required(get(), rejected));
  EXPECT_EQ(state_of("tradier"), "login-required");
  clean_cache();
  EXPECT_TRUE(login_is_required(get(), rejected));
  forget_hold_offs();
  EXPECT_TRUE(login_is_required(get(), rejected));
  EXPECT_EQ(state_of("tradier"), "login-required");
  EXPECT_TRUE(contains(stored("tradier"), token_)) << "it is kept";
  EXPECT_EQ(requests(), 1);
  log_in("tradier");
  EXPECT_NE(token(), token_);
  EXPECT_EQ(state_of("tradier"), "fresh");
}

TEST_F(IrreplaceableToken, ThatWasRejectedIsNotGivenAgainAfterACleanedCache) {
  EXPECT_TRUE(succeeded(reject(token_)));
  clean_cache();
  EXPECT_TRUE(login_is_required(get(), rejected)) << "the report is lost with the cache if nobody asked in between";
}

TEST_F(IrreplaceableToken, ThatGitErasesIsSetAside) {
  const auto request = "protocol=https\nhost=" + sandbox.authority("tradier") + '\n';
  EXPECT_TRUE(
      succeeded(user.run({"git", "credential", "reject"}, request + "username=oauth2\npassword=" + token_ + "\n\n")));
  EXPECT_TRUE(login_is_required(get(), rejected));
  const auto git = git_get("tradier");
  EXPECT_EQ(git.out, "quit=1\n");
  EXPECT_TRUE(contains(git.err, rejected)) << git.err;
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, ThatGitErasesWithoutAPasswordIsServedAgain) {
  EXPECT_TRUE(succeeded(
      user.run({"git-credential-jeton", "erase"}, "protocol=https\nhost=" + sandbox.authority("tradier") + "\n\n")));
  EXPECT_EQ(token(), token_);
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, SurvivesDockersLogout) {
  EXPECT_TRUE(succeeded(user.run({"docker-credential-jeton", "erase"}, sandbox.authority("tradier"))));
  EXPECT_EQ(token(), token_);
}

TEST_F(IrreplaceableToken, IsNeverOfferedToGitWithAnother) {
  const auto answer = git_get("tradier", "capability[]=authtype\ncapability[]=state\n").out;
  EXPECT_EQ(value_of(answer, "password"), token_);
  EXPECT_EQ(value_of(answer, "continue"), "");
  EXPECT_EQ(value_of(answer, "state[]"), "");
  EXPECT_FALSE(value_of(answer, "password_expiry_utc").empty());
}

TEST_F(IrreplaceableToken, ThatTheServerRejectsEndsTheGitCommandWithTheReason) {
  JETON_NEEDS_NEWER_GIT();
  sandbox.expire("tradier", "access_tokens");
  const auto repository = sandbox.url("tradier") + "/git/demo.git";
  EXPECT_NE(user.run({newer_git(), "ls-remote", repository}).status, 0);
  const auto again = user.run({newer_git(), "ls-remote", repository});
  EXPECT_NE(again.status, 0);
  EXPECT_TRUE(contains(again.err, "run: jeton login tradier")) << again.err;
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, IsNotTouchedByASecretThatWasWrittenAgain) {
  const auto file = sandbox.folder() / "tradier-secret";
  write_file(file, read_file(file));
  EXPECT_EQ(token(), token_);
  clean_cache();
  EXPECT_EQ(token(), token_);
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, BelongsToTheSecretThatItWasAskedForWith) {
  const auto file = sandbox.folder() / "tradier-secret";
  const auto secret = read_file(file);
  write_file(file, "another-secret\n");
  const auto outcome = get();
  EXPECT_TRUE(failed(outcome, 4, "; run: jeton login tradier"));
  EXPECT_FALSE(contains(outcome.err, "has expired")) << "it has not: " << outcome.err;
  write_file(file, secret);
  EXPECT_EQ(token(), token_) << "a change that is taken back finds the token again";
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, OfAnotherClientIsNotGiven) {
  const auto at = sandbox.configuration().find("[profile.tradier]");
  auto text = sandbox.configuration();
  user.configure(text.insert(text.find("client_id = \"", at) + 13, "x"));
  EXPECT_TRUE(login_is_required(get(), "nobody has logged in yet"));
  user.configure(sandbox.configuration());
  EXPECT_EQ(token(), token_);
  EXPECT_EQ(requests(), 1);
}

TEST_F(IrreplaceableToken, CurlReachesTheApiAsJson) {
  const auto outcome = user.shell("curl -sS --fail --cacert '" + sandbox.ca_file().string() +
                                  "' -K <(jeton curl tradier) " + sandbox.url("tradier") + "/api/ping");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(contains(outcome.out, R"("ping":"pong")")) << outcome.out;
}

/// A token that a person puts somewhere: `static`, or Tradier's personal access token.
class StaticToken : public LoginTest {
 protected:
  void SetUp() override { use("token = { file = \"" + file().string() + "\" }"); }

  /// A profile named `own` for the API of the sandbox's pkce, and one for Tradier's sandbox.
  void use(const std::string& token_line) const {
    user.configure(sandbox.configuration() +
                   "\n[profile.own]\nprovider = \"generic\"\ngrant = \"static\"\nurls = "
                   "[\"https://own.example.com\"]\n" +
                   token_line + "\n\n[profile.paper]\nprovider = \"tradier\"\nenvironment = \"sandbox\"\n" +
                   token_line + "\n");
  }
  std::filesystem::path file() const { return user.home() / "own-token"; }
  void put(const std::string& token) const { write_file(file(), token + '\n'); }
  Outcome get(const std::string& profile = "own") const { return user.run({"jeton", "token", profile}); }
  Outcome git() const { return user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=own.example.com\n\n"); }
  Outcome reject(const std::string& token) const { return user.run({"jeton", "reject", "own"}, token); }
  testing::AssertionResult is_rejected(const Outcome& outcome) const {
    return failed(outcome, 4,
                  "own: the server does not accept this token any more; put another one where the profile reads it, "
                  "or run: jeton secret set own token");
  }
};

/// base64url of a JSON object.
std::string encoded(const std::string& text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += digits[bits >> (count - 6) & 63U];
  }
  if (count > 0) out += digits[bits << (6 - count) & 63U];
  return out;
}

std::string jwt(std::time_t expires_at) {
  return encoded(R"({"alg":"HS256","typ":"JWT"})") + '.' + encoded("{\"exp\":" + std::to_string(expires_at) + '}') +
         ".c2lnbmF0dXJl";
}

TEST_F(StaticToken, IsReadFromAFile) {
  put("personal-token");
  EXPECT_EQ(token("own"), "personal-token");
  EXPECT_EQ(token("paper"), "personal-token");
}

TEST_F(StaticToken, IsReadFromTheEnvironment) {
  use("token = { env = \"OWN_TOKEN\" }");
  EXPECT_TRUE(failed(get(), 3, "OWN_TOKEN"));
  user.set("OWN_TOKEN", "personal-token");
  EXPECT_EQ(token("own"), "personal-token");
  user.set("OWN_TOKEN", "another-token");
  EXPECT_EQ(token("own"), "another-token");
}

TEST_F(StaticToken, IsReadFromTheStore) {
  use("");
  EXPECT_TRUE(failed(get(), 3, "token is missing; say in the profile where it is, or run: jeton secret set own token"));
  EXPECT_TRUE(succeeded(user.run({"jeton", "secret", "set", "own", "token"}, "personal-token\n")));
  EXPECT_EQ(token("own"), "personal-token");
  EXPECT_TRUE(succeeded(user.run({"jeton", "secret", "set", "own", "token"}, "another-token\n")));
  EXPECT_EQ(token("own"), "another-token");
  clean_cache();
  EXPECT_EQ(token("own"), "another-token");
  EXPECT_TRUE(succeeded(user.run({"jeton", "secret", "unset", "own", "token"})));
  EXPECT_TRUE(failed(get(), 3, "token is missing"));
}

TEST_F(StaticToken, HasNoExpiryForGit) {
  put("personal-token");
  EXPECT_EQ(git().out, "username=oauth2\npassword=personal-token\n");
  EXPECT_EQ(git().out, "username=oauth2\npassword=personal-token\n");
}

TEST_F(StaticToken, HasNoExpiryForScriptsAndPeople) {
  put("personal-token");
  const auto shown = json::parse(user.run({"jeton", "token", "--json", "own"}).out);
  EXPECT_TRUE(shown.at("expires_at").is_null());
  EXPECT_TRUE(shown.at("expires_in").is_null());
  EXPECT_EQ(state_of("own"), "fresh");
  EXPECT_TRUE(contains(user.run({"jeton", "curl", "own"}).out, "oauth2-bearer = \"personal-token\""));
}

TEST_F(StaticToken, IsServedThoughItIsToLiveForALongTime) {
  put("personal-token");
  EXPECT_EQ(user.run({"jeton", "token", "--min-validity", "48h", "own"}).out, "personal-token\n");
  EXPECT_EQ(user.run({"jeton", "token", "--renew", "own"}).out, "personal-token\n");
}

TEST_F(StaticToken, OfAChangedFileIsTheNextOne) {
  put("personal-token");
  EXPECT_EQ(token("own"), "personal-token");
  put("another-token");
  EXPECT_EQ(token("own"), "another-token");
  put("personal-token");
  EXPECT_EQ(token("own"), "personal-token");
}

TEST_F(StaticToken, ThatIsNoTokenIsRefused) {
  for (const auto* const bad : {"", "two words", "quo\"te", "b\xc3\xa4r"}) {
    put(bad);
    EXPECT_TRUE(failed(get(), 3, "token")) << bad;
  }
}

TEST_F(StaticToken, ThatWasRejectedIsNotGivenAgain) {
  put("personal-token");
  token("own");
  EXPECT_TRUE(succeeded(reject("personal-token")));
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(is_rejected(get()));
  EXPECT_EQ(git().out, "quit=1\n");
  clean_cache();
  EXPECT_TRUE(is_rejected(get()));
  EXPECT_EQ(read_file(file()), "personal-token\n");
}

TEST_F(StaticToken, ThatWasRejectedIsSaidToNeedAPerson) {
  put("personal-token");
  token("own");
  reject("personal-token");
  EXPECT_TRUE(is_rejected(get()));
  EXPECT_NE(state_of("own"), "fresh");
  EXPECT_NE(state_of("own"), "none");
}

TEST_F(StaticToken, ThatWasRejectedIsGivenOnceTheFileHasAnother) {
  put("personal-token");
  token("own");
  reject("personal-token");
  EXPECT_TRUE(is_rejected(get()));
  put("another-token");
  EXPECT_EQ(token("own"), "another-token");
}

TEST_F(StaticToken, ThatWasRejectedIsGivenAfterALogin) {
  put("personal-token");
  token("own");
  reject("personal-token");
  EXPECT_TRUE(is_rejected(get()));
  const auto outcome = user.run({"jeton", "login", "own"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(outcome.err, "own: the token is taken as it is, and does not expire")) << outcome.err;
  EXPECT_EQ(token("own"), "personal-token");
  clean_cache();
  EXPECT_EQ(token("own"), "personal-token");
}

TEST_F(StaticToken, ThatWasRejectedIsGivenAfterItWasSetAgain) {
  use("");
  user.run({"jeton", "secret", "set", "own", "token"}, "personal-token\n");
  token("own");
  reject("personal-token");
  EXPECT_TRUE(is_rejected(get()));
  user.run({"jeton", "secret", "set", "own", "token"}, "another-token\n");
  EXPECT_EQ(token("own"), "another-token");
  // The same text, by a person who says that it is good.
  reject("another-token");
  EXPECT_TRUE(is_rejected(get()));
  user.run({"jeton", "secret", "set", "own", "token"}, "another-token\n");
  EXPECT_EQ(token("own"), "another-token");
}

TEST_F(StaticToken, ThatIsAJwtExpiresWhenItSays) {
  const auto expires_at = std::time(nullptr) + 7200;
  put(jwt(expires_at));
  EXPECT_EQ(token("own"), jwt(expires_at));
  EXPECT_EQ(value_of(git().out, "password_expiry_utc"), std::to_string(expires_at));
  const auto shown = json::parse(user.run({"jeton", "token", "--json", "own"}).out);
  EXPECT_LE(shown.at("expires_in").get<int>(), 7200);
  EXPECT_GT(shown.at("expires_in").get<int>(), 7100);
  EXPECT_EQ(shown.at("expires_by"), "exp");
}

TEST_F(StaticToken, ThatIsAJwtThatExpiredIsNotGiven) {
  put(jwt(std::time(nullptr) - 10));
  const auto outcome = get();
  EXPECT_TRUE(failed(outcome, 4, "own: the token expired at "));
  EXPECT_TRUE(contains(outcome.err, "run: jeton secret set own token"));
  EXPECT_EQ(outcome.out, "");
  put(jwt(std::time(nullptr) + 7200));
  EXPECT_EQ(get().status, 0);
}

TEST_F(StaticToken, ThatIsAJwtThatExpiresMeanwhileIsNotGiven) {
  const auto gone = std::time(nullptr) + 4;
  put(jwt(gone));
  Outcome outcome;
  while ((outcome = get()).status == 0) ASSERT_LT(std::time(nullptr), gone + 5);
  EXPECT_GE(std::time(nullptr), gone);
  EXPECT_TRUE(failed(outcome, 4, "own: the token expired at "));
}

TEST_F(StaticToken, OfTradiersSandboxGoesThereAlone) {
  put("personal-token");
  const auto there = user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=sandbox.tradier.com\n\n");
  EXPECT_EQ(value_of(there.out, "password"), "personal-token");
  const auto elsewhere = user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=api.tradier.com\n\n");
  EXPECT_EQ(elsewhere.out, "");
  EXPECT_TRUE(contains(user.run({"jeton", "curl", "paper"}).out, "header = \"Accept: application/json\""));
}

TEST_F(StaticToken, IsNoMoreInTheTraceThanAnyOther) {
  put("personal-token");
  user.set("JETON_TRACE", "1");
  EXPECT_FALSE(contains(get().err, "personal-token"));
  EXPECT_FALSE(contains(user.run({"jeton", "login", "own"}).err, "personal-token"));
}

}  // namespace
}  // namespace jeton::e2e
