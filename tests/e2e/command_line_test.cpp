#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

class CommandLine : public testing::Test {
 protected:
  User user;
};

TEST_F(CommandLine, HelpIsOnStandardOutput) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"jeton", "--help"},
                                                    {"jeton", "token", "--help"},
                                                    {"jeton", "curl", "--help"},
                                                    {"jeton", "login", "--help"},
                                                    {"jeton", "reject", "--help"},
                                                    {"jeton", "status", "--help"},
                                                    {"jeton", "plugins", "--help"},
                                                    {"jeton", "git", "--help"},
                                                    {"jeton", "docker", "--help"},
                                                    {"jeton", "sandbox", "--help"}}) {
    const auto outcome = user.run(arguments);
    EXPECT_TRUE(succeeded(outcome)) << arguments[1];
    EXPECT_TRUE(contains(outcome.out, "Usage")) << arguments[1];
  }
}

TEST_F(CommandLine, HelpNamesEachCommand) {
  const auto outcome = user.run({"jeton", "--help"});
  for (const auto* const command : {"token", "curl", "login", "reject", "status", "plugins", "sandbox"}) {
    EXPECT_TRUE(contains(outcome.out, std::string("  ") + command + ' ')) << command;
  }
}

TEST_F(CommandLine, VersionIsPrinted) {
  const auto outcome = user.run({"jeton", "--version"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(outcome.out.starts_with("jeton "));
}

TEST_F(CommandLine, WrongUsageIsStatusTwoAndSaysWhatWasMeant) {
  EXPECT_TRUE(failed(user.run({"jeton", "tokn", "x"}), 2, "did you mean \"token\"?"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "--jsn"}), 2, "did you mean \"--json\"?"));
  EXPECT_TRUE(failed(user.run({"jeton", "token"}), 2, "--help"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "y"}), 2, "--help"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "--min-validity", "soon"}), 2, "--help"));
  EXPECT_TRUE(failed(user.run({"jeton", "status", "--frob"}), 2, "--frob"));
  EXPECT_TRUE(failed(user.run({"jeton"}), 2, "--help"));
}

TEST_F(CommandLine, OptionsMayStandBeforeTheProfile) {
  user.configure("[profile.x]\nprovider = \"nothing\"\n");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "--json", "--min-validity=1m", "x"}), 3, "jeton: x: "));
}

TEST_F(CommandLine, WorksThroughALinkOfAnotherName) {
  std::filesystem::create_symlink(stage() / "bin/jeton", user.home() / "jtn");
  EXPECT_TRUE(succeeded(user.run({(user.home() / "jtn").string(), "--version"})));
}

TEST_F(CommandLine, SandboxIsStartedByJeton) {
  const auto outcome = user.run({"jeton", "sandbox", "--until-eof", "--dir", "s"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(outcome.out.ends_with("\nready\n"));
}

/// `jeton status`: what each profile is, without a request.
class StatusCommand : public SandboxTest {
 protected:
  json status(const std::string& profile) const {
    const auto outcome = user.run({"jeton", "status", "--json", profile});
    EXPECT_TRUE(succeeded(outcome));
    return json::parse(outcome.out).at(0);
  }
};

TEST_F(StatusCommand, ListsEveryProfile) {
  const auto outcome = user.run({"jeton", "status"});
  EXPECT_TRUE(succeeded(outcome));
  for (const auto* const profile : {"clearstreet", "studyteam", "portfolios"}) {
    EXPECT_TRUE(contains(outcome.out, profile));
  }
  EXPECT_EQ(json::parse(user.run({"jeton", "status", "--json"}).out).size(), 7U);
}

TEST_F(StatusCommand, SaysNoneThenFreshAndNeverAsks) {
  EXPECT_EQ(status("clearstreet").at("state"), "none");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
  token("clearstreet");
  const auto fresh = status("clearstreet");
  EXPECT_EQ(fresh.at("state"), "fresh");
  EXPECT_EQ(fresh.at("expires_by"), "exp");
  EXPECT_NEAR(fresh.at("expires_in").get<int>(), 890, 10);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(StatusCommand, ProfileThatIsNotThereIsAnError) {
  EXPECT_TRUE(failed(user.run({"jeton", "status", "nobody"}), 3, "nobody"));
}

}  // namespace
}  // namespace jeton::e2e
