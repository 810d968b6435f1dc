#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// What people see of a wait.
class ShownWait : public SandboxTest {
 protected:
  void SetUp() override {
    SandboxTest::SetUp();
    user.set("TERM", "xterm");
  }

  Process start_on_terminal() const {
    return user.start({"jeton", "token", "clearstreet"}, {}, Process::Input::terminal);
  }
  /// A process that asks for that token, and holds its lock for as long.
  Process ask_slowly(int seconds) const {
    sandbox.fault("clearstreet", "slow", 1, seconds);
    auto process = user.start({"jeton", "token", "clearstreet"});
    EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 1));
    return process;
  }
};

TEST_F(ShownWait, ForAnotherProcessIsCountedUpAndGoneInTheEnd) {
  auto asking = ask_slowly(3);
  auto waiting = start_on_terminal();
  EXPECT_TRUE(waiting.wait_for("\r\x1b[Kjeton: clearstreet: waiting for process "));
  EXPECT_TRUE(waiting.wait_for("…, 1 s of at most "));
  EXPECT_TRUE(waiting.wait_for(", 2 s of at most "));
  const auto outcome = waiting.finish();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(outcome.out, "\r\x1b[Key")) << outcome.out;
  EXPECT_TRUE(succeeded(asking.finish()));
}

TEST_F(ShownWait, ForASlowProviderIsCountedUpAndGoneInTheEnd) {
  sandbox.fault("clearstreet", "slow", 1, 3);
  auto waiting = start_on_terminal();
  EXPECT_TRUE(waiting.wait_for("\r\x1b[Kjeton: waiting for localhost, 1 s of at most 30 s"));
  EXPECT_TRUE(waiting.wait_for("\r\x1b[Kjeton: waiting for localhost, 2 s of at most 30 s"));
  const auto outcome = waiting.finish();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(outcome.out, "\r\x1b[Key")) << outcome.out;
}

TEST_F(ShownWait, IsSaidOnceWhereALineCannotBeWrittenOver) {
  user.set("TERM", "dumb");
  sandbox.fault("clearstreet", "slow", 1, 3);
  auto waiting = start_on_terminal();
  const auto outcome = waiting.finish();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(outcome.out.starts_with("jeton: waiting for localhost, for at most 30 s\r\ney")) << outcome.out;
}

TEST_F(ShownWait, OfLessThanASecondIsNot) {
  const auto outcome = start_on_terminal().finish();
  EXPECT_TRUE(outcome.out.starts_with("ey")) << outcome.out;
}

TEST_F(ShownWait, IsSilentWithoutATerminal) {
  auto asking = ask_slowly(3);
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "clearstreet"})));
  EXPECT_TRUE(succeeded(asking.finish()));
}

TEST_F(ShownWait, ForAProgramThatGivesASecretIsSaidOnce) {
  const auto pipe = (user.home() / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), S_IRUSR | S_IWUSR), 0);
  user.configure(
      "[profile.slow]\nprovider = \"generic\"\ntoken_url = \"http://localhost:1\"\n"
      "urls = [\"http://localhost\"]\nclient_id = \"a\"\nclient_secret = { command = [\"cat\", \"" +
      pipe + "\"] }\n");
  auto waiting = user.start({"jeton", "token", "slow"}, {}, Process::Input::terminal);
  EXPECT_TRUE(waiting.wait_for("jeton: waiting for the program cat, for at most 60 s\r\n"));
  write_file(pipe, "a secret\n");
  EXPECT_EQ(waiting.finish().status, 6);
}

}  // namespace
}  // namespace jeton::e2e
