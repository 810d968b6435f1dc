#include <csignal>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// `jeton exec`: a command with the token in its environment.
class ExecCommand : public SandboxTest {};

TEST_F(ExecCommand, HasTheTokenInItsEnvironment) {
  const auto outcome = user.run({"jeton", "exec", "clearstreet", "--", "sh", "-c", "echo \"$JETON_TOKEN\""});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, token("clearstreet") + '\n');
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(ExecCommand, GetsItsArgumentsAndInputAsTheyAre) {
  const auto outcome = user.run({"jeton", "exec", "clearstreet", "--", "sh", "-c", "printf '<%s>' \"$@\"; cat", "sh",
                                 "--help", "a b", "", "--", "--json"},
                                "input");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, "<--help><a b><><--><--json>input");
}

TEST_F(ExecCommand, ExitStatusIsTheCommands) {
  EXPECT_EQ(user.run({"jeton", "exec", "clearstreet", "--", "sh", "-c", "exit 42"}).status, 42);
  EXPECT_EQ(user.run({"jeton", "exec", "clearstreet", "--", "sh", "-c", "kill -TERM $$"}).status, 128 + SIGTERM);
}

TEST_F(ExecCommand, IsNotRunWithoutAToken) {
  sandbox.fault("clearstreet", "error-503");
  EXPECT_TRUE(failed(user.run({"jeton", "exec", "clearstreet", "--", "echo", "ran"}), 6, "clearstreet: "));
  const auto outcome = user.run({"jeton", "exec", "nobody", "--", "echo", "ran"});
  EXPECT_TRUE(failed(outcome, 3, "nobody: there is no such profile"));
  EXPECT_EQ(outcome.out, "");
}

TEST_F(ExecCommand, ThatIsNotThereIsSaidAsAShellDoes) {
  EXPECT_TRUE(failed(user.run({"jeton", "exec", "clearstreet", "--", "no-such-program"}), 127,
                     "clearstreet: no-such-program cannot be run: No such file or directory"));
  EXPECT_TRUE(failed(user.run({"jeton", "exec", "clearstreet", "--", "/"}), 126, "cannot be run: Permission denied"));
}

/// What jeton guards itself with is not the command's.
TEST_F(ExecCommand, RunsInTheWorldThatItWasCalledIn) {
  const std::string show = "umask; ulimit -c; ulimit -Hc; trap";
  const auto bare = user.shell("umask 027; ulimit -c 0; ulimit -Sc unlimited 2>/dev/null; " + show);
  const auto with_token = user.shell(
      "umask 027; ulimit -c 0; ulimit -Sc unlimited 2>/dev/null; jeton exec clearstreet -- bash -c '" + show + "'");
  EXPECT_EQ(with_token.out, bare.out);
  EXPECT_TRUE(bare.out.starts_with("0027\n"));
  // A program whose reader has gone away ends by SIGPIPE, unless its caller wanted otherwise.
  EXPECT_EQ(user.shell("jeton exec clearstreet -- yes | true; echo \"${PIPESTATUS[0]}\"").out,
            std::to_string(128 + SIGPIPE) + '\n');
}

TEST_F(ExecCommand, WantsTwoDashesBeforeTheCommand) {
  EXPECT_TRUE(failed(user.run({"jeton", "exec", "clearstreet", "echo", "x"}), 2, "exec needs -- before the command"));
  EXPECT_TRUE(failed(user.run({"jeton", "exec", "clearstreet", "--"}), 2, "exec needs COMMAND"));
  EXPECT_TRUE(failed(user.run({"jeton", "exec", "--", "echo"}), 2, "exec needs COMMAND"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet", "--", "x"}), 2, "token takes fewer arguments"));
}

}  // namespace
}  // namespace jeton::e2e
