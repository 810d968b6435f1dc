#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// In columns: the bytes that begin a character.
std::size_t width(const std::string& line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

class CommandLine : public testing::Test {
 protected:
  User user;
};

/// The commands that `jeton --help` and `jeton GROUP --help` list, as words.
std::vector<std::vector<std::string>> listed_commands(const User& user) {
  std::vector<std::vector<std::string>> commands;
  std::istringstream lines(user.run({"jeton", "--help"}).out);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  ")) continue;
    std::istringstream words(line);
    std::string first;
    std::string actions;
    words >> first >> actions;
    if (!contains(actions, "|")) {
      commands.push_back({first});
      continue;
    }
    std::istringstream names(actions);
    for (std::string name; std::getline(names, name, '|');) commands.push_back({first, name});
  }
  return commands;
}

TEST_F(CommandLine, HelpFitsAScreenAndShowsAnExample) {
  auto commands = listed_commands(user);
  EXPECT_GE(commands.size(), 12U);
  commands.push_back({});
  for (auto command : commands) {
    command.insert(command.begin(), "jeton");
    command.emplace_back("--help");
    const auto outcome = user.run(command);
    SCOPED_TRACE(testing::PrintToString(command));
    EXPECT_TRUE(succeeded(outcome));
    EXPECT_TRUE(contains(outcome.out, "Usage"));
    EXPECT_TRUE(contains(outcome.out, "Example"));
    EXPECT_LE(std::ranges::count(outcome.out, '\n'), 24);
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(width(line), 80U) << line;
  }
}

TEST_F(CommandLine, VersionIsPrinted) {
  const auto outcome = user.run({"jeton", "--version"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(outcome.out.starts_with("jeton "));
}

TEST_F(CommandLine, WhatIsMissingIsNamed) {
  EXPECT_TRUE(failed(user.run({"jeton"}), 2, "there is no command; run: jeton --help"));
  EXPECT_TRUE(failed(user.run({"jeton", "secret"}), 2, "secret takes one of: set, unset; run: jeton secret --help"));
  EXPECT_TRUE(
      failed(user.run({"jeton", "token"}), 2, "token needs PROFILE (the profile's name); run: jeton token --help"));
  EXPECT_TRUE(failed(user.run({"jeton", "secret", "set", "x"}), 2, "secret set needs KEY (such as client_secret)"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "--min-validity"}), 2, "the value of --min-validity is missing"));
}

TEST_F(CommandLine, WhatIsMisspeltGetsWhatWasMeant) {
  EXPECT_TRUE(failed(user.run({"jeton", "tokn", "x"}), 2, "unknown command tokn; did you mean \"token\"?"));
  EXPECT_TRUE(failed(user.run({"jeton", "secret", "ste"}), 2, "unknown command secret ste; did you mean \"set\"?"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "--jsn"}), 2, "unknown option --jsn; did you mean \"--json\"?"));
  EXPECT_TRUE(failed(user.run({"jeton", "status", "--frobnicate"}), 2,
                     "unknown option --frobnicate; run: jeton status --help"));
  EXPECT_TRUE(failed(user.run({"jeton", "status", "-x"}), 2, "unknown option -x"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "--min-validity", "soon"}), 2,
                     "--min-validity takes a duration such as 90, 90s, 5m or 2h"));
  user.configure("[profile.clearstreet]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = \"b\"\n");
  for (const auto* const command : {"token", "curl", "status", "login", "logout", "reject"}) {
    EXPECT_TRUE(contains(user.run({"jeton", command, "clearstret"}, "x").err, "did you mean \"clearstreet\"?"))
        << command;
  }
}

TEST_F(CommandLine, WhatIsThereTwiceIsRefused) {
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "y"}), 2, "token takes fewer arguments than that"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "--json", "--json"}), 2, "--json is given twice"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x", "--min-validity", "1m", "--min-validity=2m"}), 2,
                     "--min-validity is given twice"));
  EXPECT_TRUE(failed(user.run({"jeton", "secret", "set", "x", "client_secret", "hunter2"}), 2,
                     "a secret is read from standard input"));
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

}  // namespace
}  // namespace jeton::e2e
