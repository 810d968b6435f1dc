#include <filesystem>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// Plugins, good and broken, found in the installed folder or by an absolute path.
class Plugins : public SandboxTest {
 protected:
  fs::path installed() const { return stage() / "lib/jeton/plugins/clearstreet.so"; }
  fs::path copy() const { return user.home() / "plugin.so"; }
  /// The sandbox's configuration, with the copied plugin for clearstreet.
  void configure_copy() const {
    auto text = sandbox.configuration();
    const std::string provider = "provider = \"clearstreet\"";
    text.replace(text.find(provider), provider.size(), "provider = \"" + copy().string() + '"');
    user.configure(text);
  }
  void write_copy(const std::string& content) const { write_file(copy(), content, 0755); }
  Outcome run_token() const { return user.run({"jeton", "token", "clearstreet"}); }
};

TEST_F(Plugins, AreListedWithVersionAbiGrantsAndFile) {
  const auto outcome = user.run({"jeton", "plugins"});
  EXPECT_TRUE(succeeded(outcome));
  for (const auto* const name : {"clearstreet", "studyteam", "generic"}) {
    EXPECT_TRUE(contains(outcome.out, name) && contains(outcome.out, std::string(name) + ".so")) << name;
  }
  EXPECT_TRUE(contains(outcome.out, "client_credentials"));
  EXPECT_TRUE(contains(outcome.out, "ABI"));
}

TEST_F(Plugins, MayBeNamedByAnAbsolutePath) {
  write_copy(read_file(installed()));
  configure_copy();
  token("clearstreet");
  EXPECT_TRUE(contains(user.run({"jeton", "plugins"}).out, copy().string()));
}

TEST_F(Plugins, OfAnotherAbiCostTheirOwnProfilesAnError) {
  auto plugin = read_file(installed());
  const std::string abi = "jeton.plugin.1.";
  const auto at = plugin.find(abi);
  ASSERT_NE(at, std::string::npos);
  plugin.replace(at, abi.size(), "jeton.plugin.0.");
  write_copy(plugin);
  configure_copy();
  const auto outcome = run_token();
  EXPECT_TRUE(failed(outcome, 9, copy().string()));
  EXPECT_TRUE(contains(outcome.err, "jeton.plugin.0.") || contains(outcome.err, "ABI")) << outcome.err;
  token("studyteam");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(Plugins, OfOtherHeadersCostTheirOwnProfilesAnError) {
  auto plugin = read_file(installed());
  const auto at = plugin.find("jeton.plugin.1.");
  ASSERT_NE(at, std::string::npos);
  const auto end = plugin.find('\0', at);
  plugin[end - 1] = plugin[end - 1] == '0' ? '1' : '0';  // the end of the headers' hash
  write_copy(plugin);
  configure_copy();
  EXPECT_TRUE(failed(run_token(), 9, copy().string()));
  token("studyteam");
}

TEST_F(Plugins, ThatAreNoLibraryCostTheirOwnProfilesAnError) {
  for (const auto& content :
       {std::string(), std::string("#!/bin/sh\n"), read_file(installed()).substr(0, 5000), read_file("/bin/true")}) {
    write_copy(content);
    configure_copy();
    EXPECT_TRUE(failed(run_token(), 9, copy().string())) << content.size();
    token("studyteam");
  }
}

TEST_F(Plugins, ThatCannotBeLoadedAreListedWithTheReason) {
  write_copy("not a library");
  configure_copy();
  const auto outcome = user.run({"jeton", "plugins"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(contains(outcome.out, copy().string()));
  EXPECT_TRUE(contains(outcome.out, "cannot be loaded"));
  EXPECT_TRUE(contains(outcome.out, "studyteam"));
}

TEST_F(Plugins, ThatOthersCouldHaveWrittenAreRefused) {
  write_copy(read_file(installed()));
  fs::permissions(copy(), fs::perms(0777));
  configure_copy();
  EXPECT_TRUE(failed(run_token(), 9, "chmod go-w " + copy().string()));
}

TEST_F(Plugins, AreNotTakenFromTheCurrentFolder) {
  fs::copy_file(installed(), user.home() / "local.so");
  user.configure("[profile.x]\nprovider = \"local\"\nclient_id = \"a\"\nclient_secret = { env = \"X\" }\n");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x"}), 3, "\"local\""));
  user.configure("[profile.x]\nprovider = \"./local.so\"\nclient_id = \"a\"\nclient_secret = { env = \"X\" }\n");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "x"}), 3, "local.so"));
}

TEST_F(Plugins, AChangedPluginIsNoticed) {
  write_copy(read_file(installed()));
  configure_copy();
  token("clearstreet");
  // By rename, as installing does.
  write_file(user.home() / "broken.so", "not a library", 0755);
  fs::rename(user.home() / "broken.so", copy());
  EXPECT_TRUE(failed(run_token(), 9, copy().string()));
}

/// A plugin that breaks in one of its functions: clearstreet's requests go through it.
class BrokenPlugin : public Plugins, public testing::WithParamInterface<const char*> {
 protected:
  void break_at(const std::string& how) const {
    auto text = sandbox.configuration({{"clearstreet", "audience = \"" + how + "\"\n"}});
    const std::string provider = "provider = \"clearstreet\"";
    text.replace(text.find(provider), provider.size(), "provider = \"" JETON_BROKEN_PLUGIN "\"");
    user.configure(text);
  }
};

INSTANTIATE_TEST_SUITE_P(That, BrokenPlugin,
                         testing::Values("throw in service", "throw in request", "throw in response",
                                         "abort in service", "abort in request", "abort in response"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, ' ');
                           return name;
                         });

TEST_P(BrokenPlugin, CostsItsOwnProfilesAnError) {
  break_at(GetParam());
  const auto outcome = run_token();
  EXPECT_TRUE(failed(outcome, 9));
  EXPECT_EQ(outcome.out, "");
}

TEST_P(BrokenPlugin, CostsNobodyElseAnything) {
  break_at(GetParam());
  run_token();
  token("studyteam");
  EXPECT_EQ(user.run({"jeton", "status"}).status, 0);
}

TEST_P(BrokenPlugin, CostsGitNoMoreThanTheToken) {
  break_at(GetParam());
  const auto outcome =
      user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=" + sandbox.authority("clearstreet") + "\n\n");
  EXPECT_EQ(value_of(outcome.out, "password"), "");
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_EQ(value_of(user.run({"git-credential-jeton", "get"},
                              "protocol=https\nhost=" + sandbox.authority("studyteam") + "\n\n")
                         .out,
                     "username"),
            "oauth2");
}

TEST_F(BrokenPlugin, ThatWorksIsUsedLikeAnyOther) {
  break_at("nowhere");
  token("clearstreet");
}

TEST_F(BrokenPlugin, ThatPrintsDoesNotReachGit) {
  for (const auto* const place : {"print in service", "print in request", "print in response"}) {
    break_at(place);
    const auto outcome =
        user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=" + sandbox.authority("clearstreet") + "\n\n");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_FALSE(contains(outcome.out, "printed-by-a-plugin")) << place;
    EXPECT_NE(value_of(outcome.out, "password"), "") << place;
  }
}

}  // namespace
}  // namespace jeton::e2e
