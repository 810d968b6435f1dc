#include <filesystem>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// A user whose git knows nothing of jeton, with a configuration as people have it.
class SetupGit : public SandboxTest {
 protected:
  SetupGit() {
    write_file(user.home() / "dotfiles/gitconfig", configuration, 0640);
    write_file(user.home() / "work.gitconfig", "[credential]\n\thelper = store --file ~/work-credentials\n");
    fs::remove(file());
    fs::create_symlink("dotfiles/gitconfig", file());
  }

  fs::path file() const { return user.home() / ".gitconfig"; }
  std::string added(const std::string& url, const std::string& helper = "jeton") const {
    return file().string() + ": added " + url + " (" + helper + ")\n";
  }
  Outcome set_up(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"jeton", "setup", "git"});
    return user.run(std::move(arguments));
  }
  Outcome clone(const std::string& git, const std::string& root = "git") const {
    fs::remove_all(user.home() / "work");
    return user.run({git, "clone", "--quiet", sandbox.url("clearstreet") + '/' + root + "/demo.git", "work"});
  }
  /// Who git would log in as.
  std::string username_for(const std::string& url) const {
    return value_of(user.run({"git", "credential", "fill"}, "url=" + url + "\n\n").out, "username");
  }
  /// A second profile at studyteam's provider, for one path alone.
  void add_profile_for_path() const {
    auto text = sandbox.configuration();
    const auto start = text.find("[profile.studyteam]");
    auto second = text.substr(start, text.find("[profile.portfolios]") - start);
    second.replace(0, std::string("[profile.studyteam]").size(), "[profile.second]\nusername = \"second\"");
    const auto port = sandbox.port("studyteam");
    for (const std::string host : {"localhost:", "127.0.0.1:"}) {
      const auto at = second.find('"', second.find("https://" + host + port, second.find("urls")));
      second.insert(at, "/team");
    }
    user.configure(text + '\n' + second);
  }

  /// Comments, an include, other helpers, a key that git does not know, and no line end at the end.
  static constexpr const char* configuration =
      "# mine\n"
      "[user]\n"
      "\tname = A U Thor ; it is me\n"
      "[include]\n"
      "\tpath = ~/work.gitconfig\n"
      "[credential]\n"
      "\thelper = \"store\"\n"
      "[credential \"https://other.example\"]\n"
      "\tusername = me\n"
      "\thelper = !false\n"
      "[myTool \"A\"]\n"
      "  anything=1 # unknown";
};

TEST_F(SetupGit, GitClonesWithNothingElseConfigured) {
  EXPECT_NE(clone("git").status, 0);
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(succeeded(clone("git")));
}

TEST_F(SetupGit, NewerGitClones) {
  JETON_NEEDS_NEWER_GIT();
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(succeeded(clone(newer_git(), "git-bearer")));
  EXPECT_TRUE(succeeded(clone(newer_git())));
}

TEST_F(SetupGit, NoOtherHelperGetsTheToken) {
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(succeeded(clone("git")));
  EXPECT_FALSE(fs::exists(user.home() / ".git-credentials"));
  EXPECT_FALSE(fs::exists(user.home() / "work-credentials"));
}

TEST_F(SetupGit, HelperThatWasAddedLaterIsForgottenAfterTheNextSetup) {
  EXPECT_TRUE(succeeded(set_up()));
  write_file(file(), read_file(file()) + "\n[credential]\n\thelper = store\n");
  EXPECT_TRUE(succeeded(clone("git")));
  EXPECT_TRUE(fs::remove(user.home() / ".git-credentials")) << "git gave it the token";
  const auto outcome = set_up();
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, file().string() + ": moved jeton's helpers to its end, where they forget all others\n");
  EXPECT_TRUE(succeeded(clone("git")));
  EXPECT_FALSE(fs::exists(user.home() / ".git-credentials"));
}

TEST_F(SetupGit, WhatIsWrittenIsSaidAndTheRestStays) {
  const auto outcome = set_up({"clearstreet"});
  EXPECT_TRUE(succeeded(outcome));
  const auto port = sandbox.port("clearstreet");
  EXPECT_EQ(outcome.out, added("https://127.0.0.1:" + port) + added("https://localhost:" + port));
  const auto text = read_file(file());
  EXPECT_TRUE(text.starts_with(configuration));
  EXPECT_EQ(text.substr(std::string(configuration).size()), "\n[credential \"https://127.0.0.1:" + port +
                                                                "\"]\n\thelper =\n\thelper = jeton\n"
                                                                "[credential \"https://localhost:" +
                                                                port + "\"]\n\thelper =\n\thelper = jeton");
  EXPECT_TRUE(fs::is_symlink(file()));
  EXPECT_EQ(mode_of(user.home() / "dotfiles/gitconfig"), 0640U);
}

TEST_F(SetupGit, TwiceIsTheSameAsOnce) {
  EXPECT_TRUE(succeeded(set_up()));
  const auto once = read_file(file());
  const auto outcome = set_up();
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, file().string() + ": nothing to do\n");
  EXPECT_EQ(read_file(file()), once);
}

TEST_F(SetupGit, UndoLeavesTheFileAsItWas) {
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(succeeded(set_up({"--undo"})));
  EXPECT_EQ(read_file(file()), configuration);
  EXPECT_TRUE(fs::is_symlink(file()));
  EXPECT_NE(clone("git").status, 0);
}

TEST_F(SetupGit, UndoOfOneProfileLeavesTheOthers) {
  EXPECT_TRUE(succeeded(set_up({"clearstreet", "studyteam"})));
  EXPECT_TRUE(succeeded(set_up({"--undo", "studyteam"})));
  EXPECT_TRUE(contains(read_file(file()), sandbox.url("clearstreet")));
  EXPECT_FALSE(contains(read_file(file()), sandbox.url("studyteam")));
}

TEST_F(SetupGit, UndoNeedsNoConfiguration) {
  EXPECT_TRUE(succeeded(set_up()));
  user.configure("[broken");
  EXPECT_TRUE(succeeded(set_up({"--undo"})));
  EXPECT_EQ(read_file(file()), configuration);
}

TEST_F(SetupGit, UndoKnowsProfilesThatAreGone) {
  add_profile_for_path();
  EXPECT_TRUE(succeeded(set_up({"second"})));
  user.configure(sandbox.configuration());
  EXPECT_TRUE(succeeded(set_up({"--undo", "second"})));
  EXPECT_EQ(read_file(file()), configuration);
}

TEST_F(SetupGit, WhatIsPrintedIsAllThatGitNeeds) {
  const auto outcome = set_up({"--print", "clearstreet"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(read_file(file()), configuration);
  write_file(file(), configuration + ('\n' + outcome.out));
  EXPECT_TRUE(succeeded(clone("git")));
  EXPECT_EQ(set_up({"clearstreet"}).out, file().string() + ": nothing to do\n");
}

TEST_F(SetupGit, ProfilesForPathsOfOneHostEachAnswerForTheirOwn) {
  add_profile_for_path();
  EXPECT_TRUE(succeeded(set_up()));
  const auto url = sandbox.url("studyteam");
  EXPECT_EQ(username_for(url + "/team/project.git"), "second");
  EXPECT_EQ(username_for(url + "/team"), "second");
  EXPECT_EQ(username_for(url + "/teams/project.git"), "oauth2");
  EXPECT_EQ(username_for(url + "/git/demo.git"), "oauth2");
}

TEST_F(SetupGit, ProfileThatIsSetUpLaterDoesNotCoverALongerPath) {
  add_profile_for_path();
  EXPECT_TRUE(succeeded(set_up({"second"})));
  EXPECT_TRUE(succeeded(set_up({"studyteam"})));
  EXPECT_EQ(username_for(sandbox.url("studyteam") + "/team/project.git"), "second");
}

TEST_F(SetupGit, HelperThatIsNotOnPathIsNamedByItsPath) {
  const auto prefix = user.home() / "of mine";  // a shell reads the path
  for (const auto* const part : {"bin", "libexec/jeton/jeton-host", "lib/jeton/plugins/clearstreet.so"}) {
    fs::create_directories((prefix / part).parent_path());
    fs::copy(stage() / part, prefix / part, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  user.set("PATH", "/usr/bin:/bin");
  const auto jeton = (prefix / "bin/jeton").string();
  EXPECT_TRUE(succeeded(user.run({jeton, "setup", "git", "clearstreet"})));
  EXPECT_TRUE(succeeded(clone("git")));
  EXPECT_TRUE(succeeded(user.run({jeton, "setup", "git", "--undo"})));
  EXPECT_EQ(read_file(file()), configuration);
}

TEST_F(SetupGit, HelperFindsAnotherConfiguration) {
  const auto other = user.home() / "my jeton.toml";
  fs::rename(user.configuration_file(), other);
  EXPECT_TRUE(succeeded(set_up({"--config", other})));
  EXPECT_TRUE(succeeded(clone("git")));
}

TEST_F(SetupGit, FileIsTheOneThatGitReads) {
  fs::remove(file());
  EXPECT_TRUE(succeeded(set_up({"clearstreet"})));
  EXPECT_TRUE(succeeded(clone("git")));
  fs::remove(file());

  const auto in_config_home = user.home() / ".config/git/config";
  write_file(in_config_home, "");
  EXPECT_TRUE(succeeded(set_up({"clearstreet"})));
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_TRUE(succeeded(clone("git")));

  user.set("GIT_CONFIG_GLOBAL", user.home() / "global");
  EXPECT_NE(clone("git").status, 0);
  EXPECT_TRUE(succeeded(set_up({"clearstreet"})));
  EXPECT_TRUE(succeeded(clone("git")));
}

TEST_F(SetupGit, FileThatGitCannotReadIsLeftAlone) {
  write_file(file(), "[user]\n\tname = \"A\n");
  EXPECT_TRUE(failed(set_up(), 3, file().string() + ": line 2 is none that git can read"));
  EXPECT_EQ(read_file(file()), "[user]\n\tname = \"A\n");
}

TEST_F(SetupGit, FileThatGitIsChangingIsLeftAlone) {
  write_file(user.home() / "dotfiles/gitconfig.lock", "");
  EXPECT_TRUE(failed(set_up(), 8, "another program is changing the file"));
  EXPECT_EQ(read_file(file()), configuration);
}

TEST_F(SetupGit, WhatCannotBeSetUpIsSaid) {
  EXPECT_TRUE(failed(set_up({"clearstreat"}), 3, "did you mean \"clearstreet\"?"));
  EXPECT_TRUE(failed(set_up({"--print", "--undo"}), 2, "--print and --undo exclude each other"));
  user.configure("");
  EXPECT_TRUE(failed(set_up(), 3, "there is no profile in "));
  user.configure("[profile.a]\nprovider = \"generic\"\ntoken_url = \"https://a.example/token\"\nclient_id = \"a\"\n");
  EXPECT_TRUE(failed(set_up({"a"}), 3, "jeton: a: "));
  EXPECT_EQ(read_file(file()), configuration);
}

}  // namespace
}  // namespace jeton::e2e
