#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// Many processes that want the same token at the same time.
class AtOnce : public SandboxTest {
 protected:
  static constexpr int many = 20;

  std::vector<Outcome> run_many(const std::vector<std::string>& arguments, const std::string& input = {}) const {
    std::vector<Process> processes;
    processes.reserve(many);
    for (int i = 0; i < many; ++i) processes.push_back(user.start(arguments, input));
    std::vector<Outcome> outcomes;
    outcomes.reserve(many);
    for (auto& process : processes) outcomes.push_back(process.finish());
    return outcomes;
  }
};

TEST_F(AtOnce, TwentyProcessesGetTheTokenOfOneRequest) {
  std::set<std::string> tokens;
  for (const auto& outcome : run_many({"jeton", "token", "clearstreet"})) {
    EXPECT_TRUE(succeeded(outcome));
    tokens.insert(outcome.out);
  }
  EXPECT_EQ(tokens.size(), 1U);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(AtOnce, OneRequestTakesOneConnection) {
  JETON_NEEDS_STRACE();
  const auto log = (user.home() / "connections").string();
  user.run({"strace", "-f", "-e", "trace=connect", "-e", "signal=none", "-o", log, "jeton", "token", "clearstreet"});
  // An ordinary user sees no address there, but its length: 16 bytes for IPv4.
  const auto calls = read_file(log);
  const std::string ipv4 = ", 16)";
  const auto first = calls.find(ipv4);
  EXPECT_NE(first, std::string::npos) << calls;
  EXPECT_EQ(calls.find(ipv4, first + 1), std::string::npos) << calls;
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(AtOnce, TwentyProcessesWaitForASlowAnswer) {
  sandbox.fault("clearstreet", "slow", 1, 1);
  for (const auto& outcome : run_many({"jeton", "token", "clearstreet"})) EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(AtOnce, TwentyGitHelpersGetTheTokenOfOneRequest) {
  const auto request = "protocol=https\nhost=" + sandbox.authority("studyteam") + "\n\n";
  for (const auto& outcome : run_many({"git-credential-jeton", "get"}, request)) {
    EXPECT_TRUE(succeeded(outcome));
    EXPECT_FALSE(value_of(outcome.out, "password").empty());
  }
  EXPECT_EQ(sandbox.token_requests("studyteam"), 1);
}

TEST_F(AtOnce, RenewalsThatAreWantedAtOnceAreOneRequest) {
  token("clearstreet");
  sandbox.fault("clearstreet", "slow", 1, 1);
  for (const auto& outcome : run_many({"jeton", "token", "--renew", "clearstreet"})) EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(AtOnce, ARejectedTokenIsReplacedByOneRequest) {
  const auto rejected = token("clearstreet");
  EXPECT_TRUE(succeeded(user.run({"jeton", "reject", "clearstreet"}, rejected)));
  std::set<std::string> tokens;
  for (const auto& outcome : run_many({"jeton", "token", "clearstreet"})) {
    EXPECT_TRUE(succeeded(outcome));
    tokens.insert(outcome.out);
  }
  EXPECT_EQ(tokens.size(), 1U);
  EXPECT_FALSE(tokens.contains(rejected + '\n'));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(AtOnce, ReportsOfTheSameRejectedTokenCostOneRequest) {
  const auto rejected = token("clearstreet");
  for (const auto& outcome : run_many({"jeton", "reject", "clearstreet"}, rejected)) EXPECT_TRUE(succeeded(outcome));
  token("clearstreet");
  for (const auto& outcome : run_many({"jeton", "reject", "clearstreet"}, rejected)) EXPECT_TRUE(succeeded(outcome));
  token("clearstreet");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(AtOnce, TokenThatWasAskedForIsKeptDespiteCtrlC) {
  sandbox.fault("clearstreet", "slow", 1, 1);
  auto process = user.start({"jeton", "token", "clearstreet"});
  EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 1));
  process.interrupt();
  // The next one waits for the answer that is under way.
  token("clearstreet");
  EXPECT_EQ(process.finish().status, 128 + SIGINT);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(AtOnce, ARefusalIsEverybodysAnswer) {
  sandbox.fault("clearstreet", "refuse", Sandbox::for_good);
  for (const auto& outcome : run_many({"jeton", "token", "clearstreet"})) {
    // Those that came too late to wait for the answer find the hold-off.
    EXPECT_TRUE(failed(outcome, 5) || failed(outcome, 7)) << outcome.status << ' ' << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(AtOnce, ATokenEndpointThatHangsUpIsAskedAFewTimesOnly) {
  sandbox.fault("clearstreet", "close", Sandbox::for_good);
  for (const auto& outcome : run_many({"jeton", "token", "clearstreet"})) {
    EXPECT_TRUE(failed(outcome, 6) || failed(outcome, 7)) << outcome.status << ' ' << outcome.err;
  }
  EXPECT_LE(sandbox.token_requests("clearstreet"), 5);
}

}  // namespace
}  // namespace jeton::e2e
