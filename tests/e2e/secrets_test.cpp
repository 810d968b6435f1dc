#include <sstream>
#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// No secret is ever shown, however much jeton is asked to say.
class Secrets : public SandboxTest {
 protected:
  Secrets() { user.set("JETON_TRACE", "1"); }

  /// Runs it, and expects no client secret in its output, and no token on standard error.
  Outcome run(const std::vector<std::string>& arguments, const std::string& input = {}) {
    auto outcome = user.run(arguments, input);
    for (const auto* const profile : {"clearstreet", "studyteam", "portfolios"}) {
      EXPECT_FALSE(contains(outcome.out + outcome.err, sandbox.client_secret(profile))) << outcome.err;
    }
    for (const auto& token : tokens_) EXPECT_FALSE(contains(outcome.err, token)) << outcome.err;
    return outcome;
  }
  /// As `run`, and expects no token on standard output either.
  void run_silently(const std::vector<std::string>& arguments, const std::string& input = {}) {
    const auto outcome = run(arguments, input);
    for (const auto& token : tokens_) EXPECT_FALSE(contains(outcome.out, token)) << outcome.out;
  }
  std::string get_token(const std::string& profile) {
    auto outcome = run({"jeton", "token", profile});
    EXPECT_EQ(outcome.status, 0);
    outcome.out.pop_back();
    EXPECT_FALSE(contains(outcome.err, outcome.out));
    tokens_.push_back(outcome.out);
    return outcome.out;
  }
  std::string git_request() const { return "protocol=https\nhost=" + sandbox.authority("clearstreet") + '\n'; }

 private:
  std::vector<std::string> tokens_;
};

TEST_F(Secrets, AreNotInTheTraceOfATokenRequest) {
  for (const auto* const profile : {"clearstreet", "studyteam", "portfolios"}) get_token(profile);
  const auto outcome = run({"jeton", "token", "--renew", "clearstreet"});
  EXPECT_TRUE(contains(outcome.err, "jeton: trace: ")) << "nothing was traced";
}

TEST_F(Secrets, AreNotOnStandardErrorOfAnyTool) {
  const auto token = get_token("clearstreet");
  run({"jeton", "token", "--json", "clearstreet"});
  run({"jeton", "curl", "clearstreet"});
  run({"git-credential-jeton", "get"}, git_request() + '\n');
  run({"docker-credential-jeton", "get"}, sandbox.authority("clearstreet"));
  run_silently({"git-credential-jeton", "store"}, git_request() + "username=a\npassword=" + token + "\n\n");
  run_silently({"docker-credential-jeton", "store"}, R"({"ServerURL":")" + sandbox.authority("clearstreet") +
                                                         R"(","Username":"a","Secret":")" + token + "\"}");
  run_silently({"git-credential-jeton", "erase"}, git_request() + "username=a\npassword=" + token + "\n\n");
  run_silently({"docker-credential-jeton", "erase"}, sandbox.authority("clearstreet"));
}

TEST_F(Secrets, AreNotShownByTheOtherCommands) {
  const auto token = get_token("clearstreet");
  run_silently({"jeton", "status"});
  run_silently({"jeton", "status", "--json"});
  run_silently({"jeton", "plugins"});
  run_silently({"jeton", "reject", "clearstreet"}, token);
  run_silently({"jeton", "login", "clearstreet"});
}

TEST_F(Secrets, AreNotShownWhereTheyWereStoredByDocker) {
  const std::string login = R"({"ServerURL":"registry.example.com","Username":"alice","Secret":"c0rrect-horse"})";
  EXPECT_FALSE(contains(run({"docker-credential-jeton", "store"}, login).err, "c0rrect-horse"));
  const auto listed = run({"docker-credential-jeton", "list"});
  EXPECT_FALSE(contains(listed.out + listed.err, "c0rrect-horse"));
}

TEST_F(Secrets, AreInMemoryThatNoOtherProcessOfTheUsersLooksInto) {
  JETON_NEEDS_STRACE();
  const auto log = (user.home() / "calls").string();
  run({"strace", "-f", "-e", "trace=execve,prctl", "-e", "signal=none", "-o", log, "jeton", "token", "clearstreet"});
  std::istringstream calls(read_file(log));
  int started = 0;
  int closed = 0;
  for (std::string call; std::getline(calls, call);) {
    started += contains(call, "execve(") && contains(call, " = 0") ? 1 : 0;
    closed += contains(call, "prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE) = 0") ? 1 : 0;
  }
  EXPECT_GE(started, 2) << "front and host";
  EXPECT_EQ(closed, started);
}

TEST_F(Secrets, OfABadAnswerAreNotShown) {
  get_token("portfolios");
  for (const auto* const fault :
       {"refuse", "close", "redirect", "html", "truncated", "huge", "newline-token", "quote-token", "expires-zero",
        "expires-negative", "expires-text", "error-500", "throttle", "quota", "mac-token"}) {
    SCOPED_TRACE(fault);
    sandbox.fault("portfolios", fault, Sandbox::for_good);
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"jeton", "login", "portfolios"},
                                                      {"jeton", "token", "--renew", "portfolios"},
                                                      {"jeton", "curl", "portfolios"},
                                                      {"jeton", "status"}}) {
      const auto outcome = run(arguments);
      for (const auto* const part : {"cut-off-after", "too-late-to-be-read", "good\"evil", "password=evil"}) {
        EXPECT_FALSE(contains(outcome.out + outcome.err, part)) << outcome.err;
      }
    }
  }
}

}  // namespace
}  // namespace jeton::e2e
