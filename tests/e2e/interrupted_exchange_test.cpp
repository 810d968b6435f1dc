#include <csignal>
#include <string>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

struct Signal {
  int number;
  const char* name;
};

/// What a terminal, or a shell that ends, sends to a command and all that it has started.
class InterruptedExchange : public LoginTest, public testing::WithParamInterface<Signal> {
 protected:
  static constexpr int refresh = 2;  // the login's request is the first

  void SetUp() override { log_in("pkce"); }

  /// A `jeton token` that waits for a slow answer to its refresh, and its process group.
  struct Asking {
    Process process;
    pid_t group = 0;
  };
  Asking ask_slowly() const {
    forget_cached_tokens(user);
    sandbox.fault("pkce", "slow", 1, 1);
    Asking asking{user.start({"bash", "-c", "echo \"process $$\"; exec jeton token pkce"})};
    const auto line = asking.process.wait_for_line_with("process ").value_or("0");
    asking.group = std::stoi(line.substr(line.rfind(' ') + 1));
    EXPECT_TRUE(sandbox.wait_for_token_requests("pkce", refresh));
    return asking;
  }
};

INSTANTIATE_TEST_SUITE_P(By, InterruptedExchange,
                         testing::Values(Signal{SIGINT, "Interrupt"}, Signal{SIGQUIT, "Quit"},
                                         Signal{SIGTERM, "Termination"}, Signal{SIGHUP, "Hangup"}),
                         [](const auto& test) { return test.param.name; });

TEST_P(InterruptedExchange, EndsTheWaitingAlone) {
  auto asking = ask_slowly();
  ASSERT_EQ(::kill(-asking.group, GetParam().number), 0);
  token("pkce");
  EXPECT_EQ(asking.process.finish().status, 128 + GetParam().number);
  EXPECT_EQ(sandbox.token_requests("pkce"), refresh);
  // What came with the answer is good for the next refresh.
  forget_cached_tokens(user);
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_P(InterruptedExchange, OfALoginIsFinished) {
  sandbox.fault("clayton", "slow", 1, 1);
  Asking login{user.start({"bash", "-c", "echo \"process $$\"; exec jeton login --no-browser --code - clayton"}, {},
                          Process::Input::stays_open)};
  const auto line = login.process.wait_for_line_with("process ").value_or("0");
  login.group = std::stoi(line.substr(line.rfind(' ') + 1));
  login.process.write(sandbox.consent(address(login.process)) + '\n');
  ASSERT_TRUE(sandbox.wait_for_token_requests("clayton", 1));
  ASSERT_EQ(::kill(-login.group, GetParam().number), 0);
  token("clayton");
  login.process.finish();
  EXPECT_EQ(sandbox.token_requests("clayton"), 1);
}

/// Ctrl-Z.
class StoppedExchange : public InterruptedExchange {};

INSTANTIATE_TEST_SUITE_P(By, StoppedExchange, testing::Values(Signal{SIGTSTP, "TerminalStop"}),
                         [](const auto& test) { return test.param.name; });

TEST_P(StoppedExchange, IsFinishedForTheOthers) {
  auto asking = ask_slowly();
  ASSERT_EQ(::kill(-asking.group, GetParam().number), 0);
  auto next = user.start({"jeton", "token", "pkce"});
  const auto outcome = next.finish(std::chrono::seconds(10));
  EXPECT_TRUE(succeeded(outcome));
  ASSERT_EQ(::kill(-asking.group, SIGCONT), 0);
  const auto resumed = asking.process.finish();
  EXPECT_EQ(resumed.status, 0);
  EXPECT_TRUE(resumed.out.ends_with('\n' + outcome.out)) << resumed.out;
  EXPECT_EQ(sandbox.token_requests("pkce"), refresh);
}

}  // namespace
}  // namespace jeton::e2e
