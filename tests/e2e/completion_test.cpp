#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// The shells of somebody who has jeton's completions where an installed tree has them.
class ShellCompletion : public testing::Test {
 protected:
  ShellCompletion() {
    user.set("TERM", "dumb");
    user.set("XDG_DATA_DIRS", share() + ":/usr/share");
    write_file(user.home() / "bin/acme-release", "#!/bin/sh\n", 0700);
    user.put_on_path(user.home() / "bin");
    user.configure("[profile.acme]\nprovider = \"tradier\"\nclient_id = \"a\"\n[profile.other]\n");
  }

  static std::string share() { return (stage() / "share").string(); }

  /// A command line, and what a tab key makes of it.
  struct Case {
    std::string typed;
    std::string completed;
  };

  void expect_completed(const std::vector<std::string>& shell, const std::vector<Case>& cases) const {
    auto process = user.start(shell, {}, Process::Input::terminal);
    ASSERT_TRUE(process.wait_for("ready> "));
    for (const auto& [typed, completed] : cases) {
      process.write(typed + '\t');
      EXPECT_TRUE(process.wait_for(completed)) << typed;
      process.write("\x15");  // Ctrl-U: away with the line
    }
  }

  const std::vector<Case> of_jeton = {
      {"jeton tok", "jeton token"},
      {"jeton token ac", "jeton token acme"},
      {"jeton status --j", "jeton status --json"},
      {"jeton git --profile=ot", "jeton git --profile=other"},
      {"jeton setup do", "jeton setup docker"},
      {"jeton secret un", "jeton secret unset"},
      {"jeton add x --provider trad", "jeton add x --provider tradier"},
      {"jeton secret set acme cl", "jeton secret set acme client_secret"},
      {"jeton --config .config/je", "jeton --config .config/jeton/"},
      {"jeton exec acme -- acme-rel", "jeton exec acme -- acme-release"},
  };

  User user;
};

TEST_F(ShellCompletion, WorksInBash) {
  const fs::path framework = "/usr/share/bash-completion/bash_completion";
  if (!fs::exists(framework)) GTEST_SKIP() << "no bash-completion";
  write_file(user.home() / ".bashrc", ". " + framework.string() + "\nPS1='ready> '\n");
  expect_completed({"bash", "--rcfile", user.home() / ".bashrc", "-i"}, of_jeton);
}

TEST_F(ShellCompletion, WorksInZsh) {
  if (user.run({"which", "zsh"}).status != 0) GTEST_SKIP() << "no zsh";
  write_file(user.home() / ".zshrc", "fpath=('" + share() + "/zsh/site-functions' $fpath)\nautoload -Uz compinit\n" +
                                         "compinit -u -D\nunsetopt beep\nPS1='ready> '\n");
  expect_completed({"zsh", "--no-global-rcs", "-i"}, of_jeton);
}

/// It says itself what a tab key would offer.
TEST_F(ShellCompletion, WorksInFish) {
  if (user.run({"which", "fish"}).status != 0) GTEST_SKIP() << "no fish";
  const auto offered = [&](const std::string& typed) {
    return user.run({"fish", "--command", "complete --do-complete '" + typed + "'"}).out;
  };
  EXPECT_EQ(offered("jeton tok"), "token\tprint a profile's access token\n");
  EXPECT_EQ(offered("jeton token a"), "acme\n");
  EXPECT_EQ(offered("jeton status --j"), "--json\tprint it as JSON\n");
  EXPECT_EQ(offered("jeton git --profile=ot"), "--profile=other\n");
  EXPECT_EQ(offered("jeton secret set acme cl"), "client_secret\n");
  EXPECT_EQ(offered("jeton --config .config/je"), ".config/jeton/\n");
  EXPECT_EQ(offered("jeton --config=.config/je"), "--config=.config/jeton/\n");
  EXPECT_TRUE(offered("jeton exec acme -- acme-rel").starts_with("acme-release"));
}

}  // namespace
}  // namespace jeton::e2e
