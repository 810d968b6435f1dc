#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/login_test.hpp"
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

TEST_F(Plugins, AreNotTakenFromWhereTheEnvironmentSays) {
  const auto elsewhere = user.home() / "jeton/plugins";
  fs::create_directories(elsewhere);
  for (const auto* const name : {"local.so", "liblocal.so"}) fs::copy_file(installed(), elsewhere / name);
  for (const auto* const variable : {"JETON_PLUGINS", "JETON_PLUGIN_PATH", "JETON_HOME", "JETON_PREFIX",
                                     "LD_LIBRARY_PATH", "XDG_DATA_HOME", "XDG_DATA_DIRS"}) {
    user.set(variable, elsewhere.string());
  }
  for (const auto& provider :
       {std::string("local"), std::string("../jeton/plugins/local"), std::string("~/jeton/plugins/local.so"),
        std::string("local.so"), "./" + fs::relative(elsewhere / "local.so", user.home()).string()}) {
    user.configure("[profile.x]\nprovider = \"" + provider +
                   "\"\nclient_id = \"a\"\nclient_secret = { env = \"X\" }\n");
    EXPECT_TRUE(failed(user.run({"jeton", "token", "x"}), 3, '"' + provider + "\" is no plugin")) << provider;
  }
  EXPECT_FALSE(contains(user.run({"jeton", "plugins"}).out, elsewhere.string()));
}

TEST_F(Plugins, BehindALinkThatSomebodyElseCouldPutElsewhereAreRefused) {
  write_copy(read_file(installed()));
  const auto open = user.home() / "open";
  fs::create_directory(open);
  fs::create_symlink(copy(), open / "link.so");
  auto text = sandbox.configuration();
  const std::string provider = "provider = \"clearstreet\"";
  text.replace(text.find(provider), provider.size(), "provider = \"" + (open / "link.so").string() + '"');
  user.configure(text);
  token("clearstreet");
  fs::permissions(open, fs::perms(0777));
  user.configure(text + '\n');  // that folders have changed is not noticed by itself
  EXPECT_TRUE(failed(user.run({"jeton", "token", "--renew", "clearstreet"}), 9, "chmod go-w " + open.string()));
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
  void break_at(const std::string& how) const { break_at(user, how); }
  void break_at(const User& other, const std::string& how) const {
    auto text = sandbox.configuration({{"clearstreet", "audience = \"" + how + "\"\n"}});
    const std::string provider = "provider = \"clearstreet\"";
    text.replace(text.find(provider), provider.size(), "provider = \"" JETON_BROKEN_PLUGIN "\"");
    other.configure(text);
  }
};

INSTANTIATE_TEST_SUITE_P(That, BrokenPlugin,
                         testing::Values("throw in service", "throw in request", "throw in response",
                                         "abort in service", "abort in request", "abort in response", "exit in service",
                                         "exit in request", "exit in response", "vanish in service",
                                         "vanish in request"),
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

TEST_F(BrokenPlugin, ThatBreaksOverAnAnswerDoesNotHaveTheProviderAskedByAll) {
  for (const auto* const how : {"throw in response", "abort in response", "exit in response"}) {
    SCOPED_TRACE(how);
    break_at(how);
    EXPECT_EQ(user.run({"jeton", "login", "clearstreet"}).status, 9);  // ends what came before
    const int before = sandbox.token_requests("clearstreet");
    constexpr int tries = 6;
    int held_off = 0;
    for (int i = 0; i < tries; ++i) held_off += run_token().status == 7 ? 1 : 0;
    EXPECT_GT(held_off, 0);
    EXPECT_EQ(sandbox.token_requests("clearstreet") - before, tries - held_off);
  }
}

TEST_F(BrokenPlugin, ThatThrowsOverAnAnswerLeavesALivingTokenInUse) {
  break_at("nowhere");
  const auto before = token("clearstreet");
  user.set("BROKEN_RESPONSE", "throw in response");
  const auto outcome = user.run({"jeton", "token", "--renew", "clearstreet"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, before + '\n');
  EXPECT_TRUE(contains(outcome.err, "broke: ") && contains(outcome.err, "; the cached token still lives"))
      << outcome.err;
}

TEST_F(BrokenPlugin, ThatNeverReturnsEndsInTime) {
  // All at once: each takes its time.
  const std::vector<std::string> places = {"hang in service", "hang in request", "hang in response"};
  std::vector<User> users(places.size());
  std::vector<Process> waiting;
  for (std::size_t i = 0; i < places.size(); ++i) {
    equip(users[i]);
    break_at(users[i], places[i]);
    waiting.push_back(users[i].start({"jeton", "token", "clearstreet"}));
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto outcome = waiting[i].finish();
    EXPECT_TRUE(failed(outcome, 9, "broke: it did not return within 5 s; report this to who made the plugin"))
        << places[i];
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(succeeded(users[i].run({"jeton", "token", "studyteam"}))) << places[i];
  }
}

TEST_F(BrokenPlugin, CostsALoginNoMoreThanItself) {
  for (const auto* const how : {"throw", "abort", "exit"}) {
    for (const auto* const place : {" in service", " in request", " in response"}) {
      break_at(std::string(how) + place);
      const auto outcome = user.run({"jeton", "login", "clearstreet"});
      EXPECT_TRUE(failed(outcome, 9, "jeton: clearstreet: ")) << how << place;
      EXPECT_TRUE(contains(outcome.err, "; report this to who made the plugin")) << how << place;
    }
  }
}

TEST_F(BrokenPlugin, IsListedWithHowItBreaks) {
  break_at("nowhere");
  for (const auto& [wanted, how] :
       {std::pair("throw in metadata", "broken\\x0aon purpose"), std::pair("abort in metadata", "it aborted"),
        std::pair("exit in metadata", "it ended the process"), std::pair("vanish in metadata", "its process ended")}) {
    user.set("BROKEN_METADATA", wanted);
    const auto outcome = user.run({"jeton", "plugins"});
    EXPECT_TRUE(succeeded(outcome)) << wanted;
    EXPECT_TRUE(contains(outcome.out, how)) << outcome.out;
    EXPECT_TRUE(contains(outcome.out, "studyteam.so") && contains(outcome.out, "tradier.so")) << outcome.out;
  }
}

TEST_F(BrokenPlugin, ThatSpeaksNonsenseLeavesStoreAndCacheWhole) {
  const auto other = token("studyteam");
  const auto tokens_and_secrets = [&] {
    std::map<std::string, std::string> texts;
    for (const auto& folder : {user.cache(), user.state()}) {
      for (const auto& file : User::files_below(folder)) {
        const auto ending = file.extension();
        if (ending != ".routes" && ending != ".lock" && ending != ".hold-off" && ending != ".log")
          texts[file] = read_file(file);
      }
    }
    return texts;
  };
  const auto before = tokens_and_secrets();
  for (const auto& [how, status, words] : std::vector<std::tuple<std::string, int, std::string>>{
           {"empty request", 9, "\"\" is not an https:// URL"},
           {"foreign request", 9, "http://provider.example/token"},
           {"split request", 9, "has a control character"},
           {"huge request", 9, "longer than 1 MiB"},
           {"quote response", 6, "a character that no token may have"},
           {"lines response", 6, "a character that no token may have"},
           {"huge response", 9, "longer than 1 MiB"},
           {"heavy response", 9, "longer than 1 MiB"},
           {"negative response", 6, "not more than zero"},
           {"nan response", 6, "not more than zero"}}) {
    break_at(how);
    const auto outcome = run_token();
    EXPECT_TRUE(failed(outcome, status, words)) << how;
    EXPECT_EQ(outcome.out, "") << how;
    EXPECT_EQ(tokens_and_secrets(), before) << how;
    EXPECT_EQ(token("studyteam"), other) << how;
  }
}

TEST_F(BrokenPlugin, WhoseTokenLivesForEverLivesForTenYears) {
  break_at("endless response");
  const auto outcome = user.run({"jeton", "token", "--json", "clearstreet"});
  EXPECT_TRUE(succeeded(outcome));
  const auto left = nlohmann::json::parse(outcome.out)["expires_in"].get<std::int64_t>();
  EXPECT_GT(left, 3652 * 86400);
  EXPECT_LE(left, 3653 * 86400);
}

TEST_F(BrokenPlugin, ThatPrintsDoesNotReachWhatIsListed) {
  break_at("print in service");
  const auto outcome = user.run({"jeton", "status", "--json"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(nlohmann::json::accept(outcome.out)) << outcome.out;
}

/// One that comes between a person's consent and the store: the provider takes each refresh token once.
class BrokenPluginOfALogin : public LoginTest {};

TEST_F(BrokenPluginOfALogin, LosesNoRefreshToken) {
  auto text =
      replaced(sandbox.configuration(), "[profile.pkce]\nprovider = \"generic\"\ngrant = \"authorization_code\"\n",
               "[profile.pkce]\nprovider = \"" JETON_BROKEN_PLUGIN "\"\n");
  text = replaced(text, "revocation_url = \"" + sandbox.url("pkce") + "/oauth/revoke\"\n", "");
  user.configure(text);
  log_in("pkce");
  int refreshed = sandbox.count("pkce", "refresh_requests");
  for (const auto* const how : {"throw in response", "abort in response", "exit in response", "vanish in response"}) {
    SCOPED_TRACE(how);
    clean_cache();
    ++refreshed;
    user.set("BROKEN_RESPONSE", how);
    for (int tries = 0; tries < 2; ++tries) EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 9));
    EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), refreshed);
    user.unset("BROKEN_RESPONSE");
    token("pkce");
    EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), refreshed);
  }
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
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
