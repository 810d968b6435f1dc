#include <nlohmann/json.hpp>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// An answer of the token endpoint that brings no token, and what becomes of it.
struct BadAnswer {
  const char* fault;
  int status;
  const char* words;
};

/// Each of them is met by a user of its own, whose jeton knows nothing of those before.
class TokenEndpoint : public SandboxTest {
 protected:
  void meet(const BadAnswer& answer, User& newcomer) const {
    equip(newcomer);
    newcomer.configure(sandbox.configuration({{"portfolios", "timeout = 1\n"}}));
    sandbox.fault("portfolios", answer.fault, Sandbox::for_good);
  }
};

constexpr BadAnswer bad_answers[] = {
    {"refuse", 5, "invalid_client"},
    {"hang", 6, "localhost"},
    {"close", 6, "localhost"},
    {"redirect", 6, "redirect"},
    {"html", 6, ""},
    {"truncated", 6, ""},
    {"huge", 6, "1 MiB"},
    {"nested", 6, ""},
    {"newline-token", 6, "token"},
    {"quote-token", 6, "token"},
    {"empty-token", 6, "token"},
    {"no-token", 6, "access_token"},
    {"expires-zero", 6, "expires_in"},
    {"expires-negative", 6, "expires_in"},
    {"expires-text", 6, "expires"},
    {"error-500", 6, "500"},
    {"error-503", 6, "temporarily_unavailable"},
    {"throttle", 7, "held off until"},
    {"throttle-date", 7, "held off until"},
    {"quota", 7, "held off until"},
    {"mac-token", 6, "mac"},
};

TEST_F(TokenEndpoint, BadAnswerIsOneLineAndItsStatus) {
  int requests = 0;
  for (const auto& answer : bad_answers) {
    SCOPED_TRACE(answer.fault);
    User newcomer;
    meet(answer, newcomer);
    const auto outcome = newcomer.run({"jeton", "token", "portfolios"});
    EXPECT_TRUE(failed(outcome, answer.status, "jeton: portfolios: "));
    EXPECT_TRUE(contains(outcome.err, answer.words)) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(sandbox.token_requests("portfolios"), ++requests);
    for (const auto& file : User::files_below(newcomer.cache())) EXPECT_EQ(file.extension(), ".routes") << file;
  }
}

TEST_F(TokenEndpoint, BadAnswerMakesGitQuit) {
  const auto request = "protocol=https\nhost=" + sandbox.authority("portfolios") + "\n\n";
  for (const auto& answer : bad_answers) {
    SCOPED_TRACE(answer.fault);
    User newcomer;
    meet(answer, newcomer);
    const auto outcome = newcomer.run({"git-credential-jeton", "get"}, request);
    EXPECT_EQ(outcome.out, "quit=1\n");
    EXPECT_TRUE(is_one_message(outcome.err));
  }
}

/// Lifetimes that a provider may announce in odd ways.
class AnnouncedLifetime : public SandboxTest {
 protected:
  int expires_in(const std::string& fault) {
    sandbox.fault("portfolios", fault);
    const auto outcome = user.run({"jeton", "token", "--json", "portfolios"});
    EXPECT_TRUE(succeeded(outcome));
    return json::parse(outcome.out).at("expires_in").get<int>();
  }
};

TEST_F(AnnouncedLifetime, MayBeAStringOfANumber) {
  EXPECT_NEAR(expires_in("expires-string"), 890, 10);
}

TEST_F(AnnouncedLifetime, IsRoundedDown) {
  EXPECT_NEAR(expires_in("expires-float"), 890, 10);
}

TEST_F(AnnouncedLifetime, OverTenYearsCountsAsTen) {
  constexpr int ten_years = 3652 * 86400;
  EXPECT_NEAR(expires_in("expires-huge"), ten_years, 5 * 86400);
}

TEST_F(AnnouncedLifetime, EarliestOfSeveralWins) {
  // Clear Street announces 1440 for a JWT that lives 900 seconds.
  const auto outcome = json::parse(user.run({"jeton", "token", "--json", "clearstreet"}).out);
  EXPECT_NEAR(outcome.at("expires_in").get<int>(), 890, 10);
  EXPECT_EQ(outcome.at("expires_by"), "exp");
}

/// What tools get where the provider refuses.
class Refused : public SandboxTest {
 protected:
  Refused() { sandbox.fault("clearstreet", "refuse", Sandbox::for_good); }
};

TEST_F(Refused, GitStopsWithoutAskingForAPassword) {
  user.set("GIT_ASKPASS", "false");
  const auto outcome = user.run({"git", "ls-remote", sandbox.url("clearstreet") + "/git/demo.git"});
  EXPECT_EQ(outcome.status, 128);
  EXPECT_TRUE(contains(outcome.err, "jeton: clearstreet: "));
  EXPECT_TRUE(contains(outcome.err, "told us to quit"));
}

TEST_F(Refused, DockerShowsTheReason) {
  const auto outcome = user.run({"docker-credential-jeton", "get"}, sandbox.authority("clearstreet"));
  EXPECT_TRUE(failed(outcome, 1, "jeton: clearstreet: "));
  EXPECT_EQ(outcome.out, outcome.err);
}

TEST_F(Refused, ControlCharactersOfTheProviderAreNotShown) {
  const auto outcome = user.run({"jeton", "token", "clearstreet"});
  EXPECT_TRUE(failed(outcome, 5, "\\x1b[31mclient"));
}

TEST_F(Refused, WrongSecretIsRefused) {
  sandbox.fault("studyteam", "none");
  write_file(sandbox.folder() / "studyteam-secret", "not-the-secret\n");
  const auto outcome = user.run({"jeton", "token", "studyteam"});
  EXPECT_TRUE(failed(outcome, 5, "access_denied"));
  EXPECT_FALSE(contains(outcome.err, "not-the-secret"));
}

}  // namespace
}  // namespace jeton::e2e
