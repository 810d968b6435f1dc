#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

#include "harness/sandbox_test.hpp"
#include "token/access_token.hpp"

namespace jeton::e2e {
namespace {

/// In the last tenth of its life, a token is handed out at once and renewed behind the caller's back.
class BackgroundRenewal : public SandboxTest {
 protected:
  std::string cached_text() const { return read_file(token_file()); }
  std::string cached_token() const { return parse(cached_text()).secret; }

  /// As though the token had been asked for that much earlier.
  void age_cached_token(int seconds) const {
    auto token = parse(cached_text());
    token.sent_at -= seconds;
    *token.expires_at -= seconds;
    write_file(token_file(), token.text());
  }
  /// False where the cache still holds the token after a while.
  bool wait_for_another_token_than(const std::string& token) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    while (cached_token() == token) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

  bool wait_for_hold_off() const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    while (!contains(user.run({"jeton", "status", "--json", "clearstreet"}).out, "the provider throttles")) {
      if (std::chrono::steady_clock::now() > deadline) return false;
    }
    return true;
  }

 private:
  std::filesystem::path token_file() const {
    for (const auto& file : User::files_below(user.cache())) {
      if (file.extension() == ".token") return file;
    }
    throw std::runtime_error("there is no token in the cache");
  }
  static AccessToken parse(const std::string& text) {
    auto token = AccessToken::parse(text);
    if (!token) throw std::runtime_error("the token in the cache cannot be read");
    return std::move(*token);
  }
};

// Tokens that live for 900 seconds: not handed out in the last 45, renewed ahead in the last 90.
constexpr int renewed_ahead = 850;
constexpr int too_old = 870;
constexpr int young = 800;

TEST_F(BackgroundRenewal, ServesAtOnceAndAsksOnce) {
  const auto first = token("clearstreet");
  age_cached_token(renewed_ahead);
  sandbox.fault("clearstreet", "slow", 1, 2);
  EXPECT_EQ(token("clearstreet"), first);
  EXPECT_EQ(cached_token(), first) << "it waited for the answer";
  EXPECT_TRUE(wait_for_another_token_than(first));
  EXPECT_NE(token("clearstreet"), first);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(BackgroundRenewal, IsNotStartedAgainWhileOneRuns) {
  const auto first = token("clearstreet");
  age_cached_token(renewed_ahead);
  sandbox.fault("clearstreet", "slow", 1, 2);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(token("clearstreet"), first);
  EXPECT_TRUE(wait_for_another_token_than(first));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(BackgroundRenewal, DoesNotHoldACommandSubstitution) {
  const auto first = token("clearstreet");
  age_cached_token(renewed_ahead);
  sandbox.fault("clearstreet", "slow", 1, 3);
  const auto outcome = user.shell("out=$(jeton token clearstreet 2>&1); echo \"$out\"");
  EXPECT_EQ(outcome.out, first + '\n');
  EXPECT_EQ(cached_token(), first) << "it waited for the answer";
  EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 2));
}

TEST_F(BackgroundRenewal, DoesNotHoldGit) {
  const auto first = token("clearstreet");
  age_cached_token(renewed_ahead);
  sandbox.fault("clearstreet", "slow", 1, 3);
  const auto outcome =
      user.run({"git", "credential", "fill"}, "protocol=https\nhost=" + sandbox.authority("clearstreet") + "\n\n");
  EXPECT_EQ(value_of(outcome.out, "password"), first);
  EXPECT_EQ(cached_token(), first) << "it waited for the answer";
  EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 2));
}

TEST_F(BackgroundRenewal, DoesNotHoldDocker) {
  const auto first = token("clearstreet");
  age_cached_token(renewed_ahead);
  sandbox.fault("clearstreet", "slow", 1, 3);
  const auto outcome = user.run({"docker-credential-jeton", "get"}, sandbox.authority("clearstreet"));
  EXPECT_TRUE(contains(outcome.out, first));
  EXPECT_EQ(cached_token(), first) << "it waited for the answer";
  EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 2));
}

TEST_F(BackgroundRenewal, ThatFailsIsNotRepeatedAtOnceAndSaysNothing) {
  const auto first = token("clearstreet");
  age_cached_token(renewed_ahead);
  sandbox.fault("clearstreet", "throttle", Sandbox::for_good);
  EXPECT_EQ(token("clearstreet"), first);
  EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 2));
  EXPECT_TRUE(wait_for_hold_off());  // it is written a moment after the answer
  for (int i = 0; i < 3; ++i) EXPECT_EQ(token("clearstreet"), first);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(BackgroundRenewal, IsNotNeededBeforeTheLastTenth) {
  const auto first = token("clearstreet");
  age_cached_token(young);
  EXPECT_EQ(token("clearstreet"), first);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(BackgroundRenewal, TokenWithTooLittleLeftIsReplacedFirst) {
  const auto first = token("clearstreet");
  age_cached_token(too_old);
  EXPECT_NE(token("clearstreet"), first);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(BackgroundRenewal, TokenWithLittleLeftIsServedWhereTheProviderCannotBeReached) {
  const auto first = token("clearstreet");
  age_cached_token(too_old);
  sandbox.fault("clearstreet", "close");
  EXPECT_EQ(user.run({"jeton", "token", "clearstreet"}).out, first + '\n');
}

TEST_F(BackgroundRenewal, ExpiredTokenIsNeverServed) {
  token("clearstreet");
  age_cached_token(901);
  sandbox.fault("clearstreet", "close");
  const auto outcome = user.run({"jeton", "token", "clearstreet"});
  EXPECT_TRUE(failed(outcome, 6));
  EXPECT_EQ(outcome.out, "");
}

TEST_F(BackgroundRenewal, IsLeftToTheCallerWhereASecretComesFromAProgram) {
  JETON_NEEDS_STRACE();
  auto text = sandbox.configuration();
  const auto at = text.find("client_secret = ");
  text.replace(at, text.find('\n', at) - at,
               "client_secret = { command = [\"cat\", \"" + (sandbox.folder() / "studyteam-secret").string() + "\"] }");
  user.configure(text);
  wait_until_served_from_cache("studyteam");
  const auto first = cached_token();
  age_cached_token(renewed_ahead);
  EXPECT_EQ(processes_started_by({"jeton", "token", "studyteam"}), 0) << "a renewal was started";
  EXPECT_EQ(token("studyteam"), first);
}

TEST_F(BackgroundRenewal, IsLeftToTheCallerWhereTheStoresKeyComesFromAProgram) {
  JETON_NEEDS_STRACE();
  auto text = sandbox.configuration();
  const auto at = text.find("client_secret = ");
  text.replace(at, text.find('\n', at) - at, "");
  user.configure("[store]\nkey = { command = [\"printf\", \"a key\"] }\n\n" + text);
  EXPECT_EQ(
      user.run({"jeton", "secret", "set", "studyteam", "client_secret"}, sandbox.client_secret("studyteam")).status, 0);
  wait_until_served_from_cache("studyteam");
  const auto first = cached_token();
  age_cached_token(renewed_ahead);
  EXPECT_EQ(processes_started_by({"jeton", "token", "studyteam"}), 0) << "a renewal was started";
  EXPECT_EQ(token("studyteam"), first);
}

}  // namespace
}  // namespace jeton::e2e
