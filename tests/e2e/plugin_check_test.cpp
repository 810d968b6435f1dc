#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "harness/expect.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

class PluginCheck : public testing::Test {
 protected:
  Outcome check(const std::string& file, std::vector<std::string> golden = {}) const {
    golden.insert(golden.begin(), {"jeton", "plugin", "check", file});
    return user.run(golden);
  }

  /// The broken plugin, in whose golden exchange the audience says how it breaks.
  Outcome check_broken(const std::string& how) const {
    write_file(user.home() / "golden.txt",
               "[profile]\nprovider = broken\ntoken_url = https://a.example/token\naudience = " + how +
                   "\n[client]\nclient_id = abc\nclient_secret = s\n[request]\nPOST https://a.example/token\n"
                   "Accept: application/json\nContent-Type: application/json\n\n"
                   R"({"grant_type":"client_credentials","client_id":"abc","client_secret":"s",)"
                   R"("audience":"https://api.clearstreet.io"})"
                   "\n[answer]\nHTTP 200\n\n"
                   R"({"access_token": "t", "token_type": "Bearer", "expires_in": 60})"
                   "\n[token]\naccess_token = t\ntoken_type = Bearer\nexpires_in = 60\n");
    return check(JETON_BROKEN_PLUGIN, {"golden.txt"});
  }

  User user;
};

/// It does not hold, says the line with these words, and nothing on standard error.
testing::AssertionResult fails(const Outcome& outcome, const std::string& line) {
  const bool says = contains(outcome.out, "no  " + line);
  if (outcome.status == 9 && says && outcome.err.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << outcome.status << '\n' << outcome.out << outcome.err;
}

class PluginOfTheTree : public PluginCheck, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Named, PluginOfTheTree,
                         testing::Values("clayton", "clearstreet", "generic", "studyteam", "tradier"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(PluginOfTheTree, HoldsWithEachOfItsExchanges) {
  const std::string name = GetParam();
  std::vector<std::string> golden;
  for (const auto& file : User::files_below(fs::path(JETON_SOURCE) / "tests/golden" / name)) golden.push_back(file);
  const auto outcome = check(stage() / ("lib/jeton/plugins/" + name + ".so"), golden);
  EXPECT_TRUE(succeeded(outcome)) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "\nAll of it holds.\n")) << outcome.out;
  for (const auto& file : golden) EXPECT_TRUE(contains(outcome.out, "ok  " + file + ": as it says\n")) << outcome.out;
}

TEST_F(PluginCheck, SaysWhatThereIsToSayOfAPlugin) {
  const auto outcome = check(stage() / "lib/jeton/plugins/clearstreet.so");
  EXPECT_TRUE(succeeded(outcome));
  for (const auto* const line :
       {"ok  file: nobody else could have written it\n", "ok  ABI: jeton.plugin.1.",
        "ok  exports: jeton_plugin alone\n", "ok  name: clearstreet\n", "grants: client_credentials\n",
        "ok  settings: environment\n", "--  golden: no exchange was given\n", "ok  output: nothing is printed\n"}) {
    EXPECT_TRUE(contains(outcome.out, line)) << line << '\n' << outcome.out;
  }
}

TEST_F(PluginCheck, SaysWhatAnExchangeShouldBeAndIs) {
  auto exchange = read_file(fs::path(JETON_SOURCE) / "tests/golden/studyteam/own-token-url.txt");
  const std::string method = "\nPOST https";
  ASSERT_TRUE(contains(exchange, method));
  exchange.replace(exchange.find(method), method.size(), "\nPUT https");
  write_file(user.home() / "golden.txt", exchange);
  const auto outcome = check(stage() / "lib/jeton/plugins/studyteam.so", {"golden.txt"});
  EXPECT_TRUE(fails(outcome, "golden.txt: the request should be\n      PUT https"));
  EXPECT_TRUE(contains(outcome.out, "      and is\n      POST https"));
  EXPECT_TRUE(contains(outcome.out, "\n1 of 8 do not hold.\n")) << outcome.out;
}

TEST_F(PluginCheck, RefusesAnExchangeThatIsNoneOrAnotherProviders) {
  const auto plugin = stage() / "lib/jeton/plugins/studyteam.so";
  EXPECT_TRUE(fails(check(plugin, {"absent.txt"}), "absent.txt: it cannot be read: No such file or directory"));
  write_file(user.home() / "golden.txt", "[profil]\n");
  EXPECT_TRUE(fails(check(plugin, {"golden.txt"}), "golden.txt: line 1: there is no section yet"));
  EXPECT_TRUE(fails(check(plugin, {std::string(JETON_SOURCE) + "/tests/golden/tradier/documented.txt"}),
                    JETON_SOURCE "/tests/golden/tradier/documented.txt: it is for the provider \"tradier\""));
}

TEST_F(PluginCheck, RunsNothingOfWhatIsNoPluginOfThisJeton) {
  auto plugin = read_file(JETON_BROKEN_PLUGIN);
  const std::string abi = "jeton.plugin.1.";
  plugin.replace(plugin.find(abi), abi.size(), "jeton.plugin.2.");
  write_file(user.home() / "other.so", plugin);
  const auto other = check("other.so");
  EXPECT_TRUE(fails(other, "ABI: " + (user.home() / "other.so").string() +
                               " is built for another plugin interface than this jeton (jeton.plugin.2."));
  EXPECT_FALSE(contains(other.out, "name"));
  write_file(user.home() / "text.so", "text");
  EXPECT_TRUE(fails(check("text.so"), "ABI: " + (user.home() / "text.so").string() + " is no shared library"));
  EXPECT_TRUE(fails(check("absent.so"), "file: "));
}

TEST_F(PluginCheck, RunsNothingThatOthersCouldHaveWritten) {
  const auto copy = user.home() / "clearstreet.so";
  fs::copy_file(stage() / "lib/jeton/plugins/clearstreet.so", copy);
  fs::permissions(copy, fs::perms(0777));
  const auto outcome = check("clearstreet.so");
  EXPECT_TRUE(fails(outcome, "file: "));
  EXPECT_TRUE(contains(outcome.out, "chmod go-w " + copy.string()));
  EXPECT_FALSE(contains(outcome.out, "metadata"));
}

TEST_F(PluginCheck, WantsTheFileToHaveThePluginsName) {
  fs::copy_file(stage() / "lib/jeton/plugins/clearstreet.so", user.home() / "clear.so");
  EXPECT_TRUE(fails(check("clear.so"), "name: it calls itself \"clearstreet\", and is found as clear\n"));
}

TEST_F(PluginCheck, SurvivesAPluginThatBreaks) {
  EXPECT_TRUE(succeeded(check_broken("nowhere")));
  for (const auto& [how, words] : std::vector<std::pair<std::string, std::string>>{
           {"throw in request", "broken\n      on purpose"},
           {"abort in request", "the plugin " JETON_BROKEN_PLUGIN " broke: it aborted"},
           {"exit in request", "the plugin " JETON_BROKEN_PLUGIN " broke: it ended the process"},
           {"vanish in request", "its process ended"},
           {"abort in service", "the plugin " JETON_BROKEN_PLUGIN " broke: it aborted"},
           {"vanish in response", "its process ended"},
           {"hang in response", "the plugin " JETON_BROKEN_PLUGIN " broke: it did not return within 5 s"},
           {"split request", "its request's headers X-A has a control character"}}) {
    EXPECT_TRUE(fails(check_broken(how), "golden.txt: " + words)) << how;
  }
  user.set("BROKEN_METADATA", "vanish in metadata");
  EXPECT_TRUE(fails(check_broken("nowhere"), "metadata: its process ended"));
}

TEST_F(PluginCheck, SeesAPluginThatPrints) {
  EXPECT_TRUE(fails(check_broken("print in request"),
                    "output: it prints, and a plugin must not:\n      password=printed-by-a-plugin\n"));
}

TEST_F(PluginCheck, SeesAPluginThatKeepsState) {
  const auto outcome = check_broken("remember request");
  EXPECT_TRUE(fails(outcome, "replayed: golden.txt comes out differently a second time: it keeps state\n"));
  EXPECT_TRUE(contains(outcome.out, "ok  golden.txt: as it says\n"));
}

TEST_F(PluginCheck, ShowsNothingThatSteersATerminal) {
  EXPECT_TRUE(contains(check_broken("steer request").out, "}\\x1b[2J\n"));
}

}  // namespace
}  // namespace jeton::e2e
