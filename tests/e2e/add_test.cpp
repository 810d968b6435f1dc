#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "harness/expect.hpp"
#include "harness/sandbox_test.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// `jeton add`: a profile more in the configuration.
class AddCommand : public testing::Test {
 protected:
  Outcome add(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"jeton", "add"});
    return user.run(arguments);
  }
  Outcome add_acme(const std::string& name = "acme") const {
    return add({name, "--provider", "generic", "token_url=https://login.acme.example/token",
                "urls=https://api.acme.example", "client_id=abc"});
  }
  std::string configuration() const { return read_file(user.configuration_file()); }

  static constexpr const char* acme =
      "[profile.acme]\n"
      "provider  = \"generic\"\n"
      "token_url = \"https://login.acme.example/token\"\n"
      "urls      = [\"https://api.acme.example\"]\n"
      "client_id = \"abc\"\n";

  User user;
};

TEST_F(AddCommand, MakesAConfigurationWhereThereIsNone) {
  const auto outcome = add_acme();
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, user.configuration_file().string() +
                             ": added [profile.acme]\n\nNext:\n  jeton secret set acme client_secret\n"
                             "  jeton token acme\n  jeton setup git acme\n  jeton setup docker acme\n");
  EXPECT_EQ(configuration(), acme);
  EXPECT_EQ(mode_of(user.configuration_file()), 0600U);
  EXPECT_EQ(mode_of(user.configuration_file().parent_path()), 0700U);
}

TEST_F(AddCommand, ChangesNothingOfWhatIsThere) {
  for (const std::string before :
       {"# mine\n[git]\nstore_logins = true # so it is\n", "# no line end", "\n\n", "[log]\r\nenabled = true\r\n"}) {
    user.configure(before);
    ::chmod(user.configuration_file().c_str(), 0640);
    EXPECT_TRUE(succeeded(add_acme()));
    const auto after = configuration();
    EXPECT_TRUE(after.starts_with(before)) << after;
    EXPECT_TRUE(contains(after, "[profile.acme]")) << after;
    EXPECT_EQ(before.contains("\r\n"), after.ends_with("client_id = \"abc\"\r\n")) << after;
    EXPECT_EQ(mode_of(user.configuration_file()), 0640U);
    EXPECT_TRUE(contains(user.run({"jeton", "status"}).out, "acme"));
  }
}

TEST_F(AddCommand, FollowsALinkAndKeepsIt) {
  const auto real = user.home() / "dotfiles.toml";
  write_file(real, "");
  fs::create_directories(user.configuration_file().parent_path());
  fs::create_symlink(real, user.configuration_file());
  EXPECT_TRUE(succeeded(add_acme()));
  EXPECT_TRUE(fs::is_symlink(user.configuration_file()));
  EXPECT_EQ(read_file(real), acme);
}

TEST_F(AddCommand, TakesTomlOrElseAString) {
  EXPECT_TRUE(succeeded(add({"x.1", "--provider", "generic", "token_url=\"https://a.example/t\"",
                             "urls=[\"https://a.example\", 'https://b.example']", "client_id=123", "timeout=5m",
                             "pkce=false", "client_secret={ env = \"X\" }", "headers={ Accept = \"a/b\" }",
                             "response.access_token=/data/token", "scope=a \"b\" \\c"})));
  EXPECT_EQ(configuration(),
            "[profile.\"x.1\"]\n"
            "provider              = \"generic\"\n"
            "token_url             = \"https://a.example/t\"\n"
            "urls                  = [\"https://a.example\", 'https://b.example']\n"
            "client_id             = \"123\"\n"
            "timeout               = \"5m\"\n"
            "pkce                  = false\n"
            "client_secret         = { env = \"X\" }\n"
            "headers               = { Accept = \"a/b\" }\n"
            "response.access_token = \"/data/token\"\n"
            "scope                 = \"a \\\"b\\\" \\\\c\"\n");
}

TEST_F(AddCommand, RefusesALiteralSecretAndDoesNotShowIt) {
  for (const std::string argument : {"client_secret=hunter2", "client_secret=\"hunter2\"", "token=hunter2",
                                     "proxy=http://me:hunter2@proxy.example"}) {
    const auto outcome = add({"acme", "--provider", "generic", "grant=static", "urls=https://a.example", argument});
    EXPECT_TRUE(failed(outcome, 2, "would be seen by others here")) << argument;
    EXPECT_FALSE(contains(outcome.out + outcome.err, "hunter2"));
    EXPECT_FALSE(fs::exists(user.configuration_file()));
  }
  EXPECT_TRUE(contains(add({"acme", "--provider", "generic", "token=x"}).err, "run: jeton secret set acme token"));
}

TEST_F(AddCommand, WritesNothingWhereSomethingIsWrong) {
  user.configure("# as it was\n");
  for (const auto& [arguments, status, words] : std::vector<std::tuple<std::vector<std::string>, int, std::string>>{
           {{"acme", "--provider", "genric"}, 3, "did you mean \"generic\"?"},
           {{"acme", "--provider", "generic", "cliet_id=a", "token_url=https://a.example", "urls=https://a.example"},
            3,
            "acme: unknown key \"cliet_id\"; did you mean \"client_id\"?"},
           {{"acme", "--provider", "generic", "client_id=a"}, 3, "acme: "},
           {{"acme", "--provider", "generic", "token_url=https://a.example", "urls=http://a.example", "client_id=a"},
            3,
            "is http, which is for loopback hosts alone"},
           {{"Acme", "--provider", "generic"}, 2, "a profile's name has small letters"},
           {{"acme", "--provider", "generic", "value"}, 2, "KEY=VALUE"},
           {{"acme", "client_id=a"}, 2, "add needs --provider P"},
           {{"acme"}, 2, "add needs --provider P where nobody can be asked"},
           {{"--provider", "generic"}, 2, "add needs NAME where nobody can be asked"},
           {{"acme", "--provder", "x"}, 2, "unknown option --provder; did you mean \"--provider\"?"}}) {
    EXPECT_TRUE(failed(add(arguments), status, words)) << testing::PrintToString(arguments);
    EXPECT_EQ(configuration(), "# as it was\n");
  }
}

TEST_F(AddCommand, TakesWordsAsAnArrayAndSaysWhereASecretIs) {
  EXPECT_TRUE(succeeded(add({"x", "--provider", "generic", "token_url=https://a.example/t",
                             "urls=https://a.example https://b.example", "client_id=abc", "client_secret.env=X"})));
  EXPECT_TRUE(contains(configuration(), "= [\"https://a.example\", \"https://b.example\"]\n")) << configuration();
  EXPECT_TRUE(contains(configuration(), "client_secret.env = \"X\"\n")) << configuration();
}

TEST_F(AddCommand, ShowsNothingThatMayBeASecretWithoutItsKey) {
  for (const auto* const word : {"aHVudGVyMg==", "hunter2", "hunter2=", "client_secrte=hunter2", "=hunter2"}) {
    const auto outcome = add({"acme", "--provider", "generic", word});
    EXPECT_NE(outcome.status, 0);
    EXPECT_FALSE(contains(outcome.err, "hunter2") || contains(outcome.err, "aHVudGVyMg")) << outcome.err;
  }
}

TEST_F(AddCommand, NamesWhatIsMissingAndHowToGiveIt) {
  EXPECT_TRUE(failed(add({"acme", "--provider", "generic", "urls=https://a.example"}), 3,
                     "acme: token_url is missing; give it as token_url=…: the provider's token endpoint"));
  EXPECT_TRUE(failed(add({"acme", "--provider", "generic", "scope=a", "scope=b"}), 2, "acme: scope is given twice"));
  EXPECT_TRUE(failed(add({"acme", "--provider", "generic", "colour=a"}), 3, "acme: unknown key \"colour\"; for all"));
}

TEST_F(AddCommand, AddsNothingToAnInlineTable) {
  const std::string before = "profile = { a = { provider = \"tradier\" } }\n";
  user.configure(before);
  EXPECT_TRUE(failed(add_acme(), 3, " has its profiles in one inline table, to which nothing can be added; write "));
  EXPECT_EQ(configuration(), before);
}

TEST_F(AddCommand, NamesTheConfigurationInWhatComesNext) {
  const auto file = (user.home() / "my tokens/config.toml").string();
  const auto outcome = add({"tr", "--provider", "tradier", "--config", file});
  EXPECT_TRUE(contains(outcome.out, "\n  jeton token tr --config '" + file + "'\n")) << outcome.out;
}

TEST_F(AddCommand, WarnsOfACredentialsFileThatIsNotThere) {
  const auto outcome = add({"cs", "--provider", "clearstreet", "credentials_file=~/cs.json"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(outcome.err, "cs: warning: credentials_file: " + (user.home() / "cs.json").string()));
}

TEST_F(AddCommand, AddsNoSecondProfileOfAName) {
  EXPECT_TRUE(succeeded(add_acme()));
  EXPECT_TRUE(failed(add_acme(), 3, "acme: there is a profile of that name in "));
  EXPECT_EQ(configuration(), acme);
}

TEST_F(AddCommand, LosesNothingWhereManyAddAtOnce) {
  std::vector<Process> adding;
  for (const auto* const name : {"a", "b", "c", "d", "e", "f"}) {
    adding.push_back(
        user.start({"jeton", "add", name, "--provider", "generic", "token_url=https://login.acme.example/token",
                    "urls=https://api.acme.example", "client_id=abc"}));
  }
  for (auto& process : adding) EXPECT_TRUE(succeeded(process.finish()));
  const auto names = configuration();
  for (const auto* const name : {"a", "b", "c", "d", "e", "f"}) {
    EXPECT_TRUE(contains(names, std::string("[profile.") + name + ']'));
  }
}

TEST_F(AddCommand, ConfigurationThatCannotBeReadIsLeftAsItIs) {
  user.configure("[profile.x\n");
  EXPECT_TRUE(failed(add_acme(), 3, user.configuration_file().string() + ":1:"));
  EXPECT_EQ(configuration(), "[profile.x\n");
}

TEST_F(AddCommand, ConfigurationThatOthersCanWriteIsLeftAsItIs) {
  user.configure("# as it was\n");
  ::chmod(user.configuration_file().c_str(), 0666);
  EXPECT_TRUE(failed(add_acme(), 3, "can be written by others; run: chmod go-w "));
  EXPECT_EQ(configuration(), "# as it was\n");
}

/// On a terminal it asks. What that shows has HOME for the user's home.
class AddOnATerminal : public AddCommand {
 protected:
  /// What is asked, as far as the words behind which the answer is typed.
  using Answers = std::vector<std::pair<std::string, std::string>>;

  Outcome answer(std::vector<std::string> arguments, const Answers& answers) const {
    arguments.insert(arguments.begin(), {"jeton", "add"});
    auto process = user.start(arguments, {}, Process::Input::terminal);
    for (const auto& [question, text] : answers) {
      if (!process.wait_for(question)) {
        ADD_FAILURE() << question << " was not asked";
        process.interrupt();
        break;
      }
      process.write(text + '\n');
    }
    auto outcome = process.finish();
    std::erase(outcome.out, '\r');
    const auto home = user.home().string();
    for (auto at = outcome.out.find(home); at != std::string::npos; at = outcome.out.find(home)) {
      outcome.out.replace(at, home.size(), "HOME");
    }
    return outcome;
  }
  /// What has to be shown, to the letter.
  static std::string transcript(const std::string& name) {
    return read_file(fs::path(JETON_SOURCE) / "tests/e2e/transcripts" / ("add-" + name + ".txt"));
  }
  std::string stored(const std::string& profile) const { return read_file(user.state() / (profile + ".secrets")); }
};

TEST_F(AddOnATerminal, AsksForClearStreetInItsWords) {
  write_file(user.home() / "Downloads/studio.json", "{}");
  const auto outcome = answer({}, {{"Provider: ", "clearstreet"},
                                   {"Name of the profile", "studio"},
                                   {"environment (Enter: production): ", ""},
                                   {"credentials_file (Enter leaves it out): ", "~/Downloads/studio.json"}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, transcript("clearstreet"));
  EXPECT_EQ(configuration(),
            "[profile.studio]\nprovider         = \"clearstreet\"\ncredentials_file = \"~/Downloads/studio.json\"\n");
}

TEST_F(AddOnATerminal, AsksForClearStreetsSandboxAndKeepsTheSecret) {
  const auto outcome = answer({"studio", "--provider", "clearstreet"},
                              {{"environment (Enter: production): ", "sandbox"},
                               {"\ntoken_url: ", "https://auth.example.com/token"},
                               {"credentials_file (Enter leaves it out): ", ""},
                               {"\nclient_id: ", "2iryf"},
                               {"client_secret (not shown; Enter leaves it for later): ", "hunter2"}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, transcript("clearstreet-sandbox"));
  EXPECT_FALSE(contains(configuration(), "hunter2"));
  EXPECT_TRUE(contains(stored("studio"), "secret.client_secret=hunter2\n"));
}

TEST_F(AddOnATerminal, AsksForStudyTeamInItsWordsAndLeavesTheSecretForLater) {
  const auto outcome = answer({"study", "--provider", "studyteam"},
                              {{"environment (Enter: production): ", "staging"},
                               {"\nbase_url: ", "https://auth.staging.example.com"},
                               {"\naudience: ", "https://api.staging.example.com"},
                               {"\nurls: ", "https://api.staging.example.com https://files.staging.example.com"},
                               {"\nclient_id: ", "abc"},
                               {"client_secret (not shown; Enter leaves it for later): ", ""}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, transcript("studyteam"));
}

TEST_F(AddOnATerminal, AsksForTradierInItsWords) {
  const auto outcome = answer({"tradier", "--provider", "tradier"},
                              {{"environment (Enter: production): ", ""},
                               {"client_id (Enter leaves it out): ", "abc"},
                               {"redirect_url (Enter leaves it out): ", "http://127.0.0.1:8123/callback"},
                               {"client_secret (not shown; Enter leaves it for later): ", "hunter2"}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, transcript("tradier"));
}

TEST_F(AddOnATerminal, AsksForNoApplicationWhereATokenIsAllThereIs) {
  const auto outcome =
      answer({"tradier", "--provider", "tradier"}, {{"environment (Enter: production): ", "sandbox"},
                                                    {"token (not shown; Enter leaves it for later): ", "my-token"}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_FALSE(contains(outcome.out, "client_id")) << outcome.out;
  EXPECT_EQ(user.run({"jeton", "token", "tradier"}).out, "my-token\n");
}

TEST_F(AddOnATerminal, AsksForClaytonInItsWordsAndNamesTheLogin) {
  const auto outcome = answer({"clayton", "--provider", "clayton"},
                              {{"\nclient_id: ", "abc"},
                               {"consent_url (Enter leaves it out): ", "https://app.clayton.io/oauth2/consent?x=y"},
                               {"client_secret (not shown; Enter leaves it for later): ", ""}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, transcript("clayton"));
}

TEST_F(AddOnATerminal, AsksForWhatTheGrantNeeds) {
  const auto outcome =
      answer({"acme", "--provider", "generic"}, {{"grant (Enter: client_credentials): ", "authorization_code"},
                                                 {"\nurls: ", "https://git.acme.example"},
                                                 {"\nauthorization_url: ", "https://login.acme.example/authorize"},
                                                 {"\ntoken_url: ", "https://login.acme.example/token"},
                                                 {"\nclient_id: ", "abc"},
                                                 {"client_auth (Enter: basic): ", "none"},
                                                 {"scope (Enter leaves it out): ", "read write"}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, transcript("generic"));
}

TEST_F(AddOnATerminal, AsksNothingWhereNothingIsMissing) {
  const auto outcome = answer({"acme", "--provider", "generic", "token_url=https://login.acme.example/token",
                               "urls=https://api.acme.example", "client_id=abc"},
                              {});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(outcome.out.starts_with("HOME/.config/jeton/config.toml: added [profile.acme]\n")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "\n  jeton secret set acme client_secret\n")) << outcome.out;
}

TEST_F(AddOnATerminal, AsksForTheRestAlone) {
  const auto outcome = answer({"acme", "--provider", "generic", "token_url=https://login.acme.example/token",
                               "urls=https://api.acme.example", "client_auth=body", "scope=a"},
                              {{"grant (Enter: client_credentials): ", ""},
                               {"\nclient_id: ", "abc"},
                               {"client_secret (not shown; Enter leaves it for later): ", ""}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(configuration(), "client_auth = \"body\"\nscope       = \"a\"\nclient_id   = \"abc\"\n"));
}

TEST_F(AddOnATerminal, AsksAgainForWhatIsWrong) {
  user.configure("[profile.old]\nprovider = \"tradier\"\n");
  const auto outcome = answer({}, {{"Provider: ", "generc"},
                                   {"did you mean \"generic\"?", "generic"},
                                   {"Name of the profile", "Acme"},
                                   {"a profile's name has small letters", "old"},
                                   {"there is a profile of that name", "acme"},
                                   {"grant (Enter: client_credentials): ", "device"},
                                   {"not one of \"client_credentials\"", ""},
                                   {"\nurls: ", "http://api.acme.example"},
                                   {"is http, which is for loopback hosts alone", "https://api.acme.example"},
                                   {"\ntoken_url: ", ""},
                                   {"token_url is needed", "https://login.acme.example/token"},
                                   {"\nclient_id: ", "abc"},
                                   {"client_auth (Enter: basic): ", ""},
                                   {"scope (Enter leaves it out): ", ""},
                                   {"client_secret (not shown; Enter leaves it for later): ", ""}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(configuration(), "[profile.acme]\nprovider  = \"generic\"\nurls      = "));
}

TEST_F(AddOnATerminal, AsksAgainForACredentialsFileThatIsNotThere) {
  const auto outcome =
      answer({"studio", "--provider", "clearstreet"}, {{"environment (Enter: production): ", ""},
                                                       {"credentials_file (Enter leaves it out): ", "~/none.json"},
                                                       {"/none.json cannot be read", ""},
                                                       {"\nclient_id: ", "abc"},
                                                       {"client_secret (not shown; Enter leaves it for later): ", ""}});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(configuration(), "[profile.studio]\nprovider  = \"clearstreet\"\nclient_id = \"abc\"\n");
}

TEST_F(AddOnATerminal, SaysWhatIsWrongWithTheCommandLineBeforeItAsks) {
  const auto outcome = answer({"acme", "--provider", "generic", "urls=https://a.example", "pkce=yes"}, {});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.out, "jeton: acme: pkce is not true or false\n");
}

TEST_F(AddOnATerminal, LeavesNothingBehindWhereItIsInterrupted) {
  for (const auto* const keys : {"\x03", "\x04"}) {
    auto process = user.start({"jeton", "add", "acme", "--provider", "generic"}, {}, Process::Input::terminal);
    EXPECT_TRUE(process.wait_for("grant (Enter: client_credentials): "));
    process.write(keys);
    EXPECT_NE(process.finish().status, 0);
    EXPECT_FALSE(fs::exists(user.configuration_file()));
  }
}

/// What was added is what works.
class AddedProfile : public SandboxTest {};

TEST_F(AddedProfile, GivesATokenOnceItsSecretIsSet) {
  const auto text = sandbox.configuration();
  const auto client_id = text.substr(text.find("client_id", text.find("[profile.studyteam]")));
  const auto id =
      client_id.substr(client_id.find('"') + 1, client_id.find('"', client_id.find('"') + 1) - client_id.find('"') - 1);
  const auto origin = "https://" + sandbox.authority("studyteam");
  user.configure("");
  EXPECT_TRUE(succeeded(user.run({"jeton", "add", "mine", "--provider", "studyteam", "base_url=" + origin,
                                  "audience=https://api.studyteam.sandbox", "urls=" + origin, "client_id=" + id,
                                  "ca_file=" + (sandbox.folder() / "ca.pem").string()})));
  EXPECT_TRUE(succeeded(
      user.run({"jeton", "secret", "set", "mine", "client_secret"}, read_file(sandbox.folder() / "studyteam-secret"))));
  const auto outcome = user.run({"jeton", "token", "mine"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(outcome.out.starts_with("ey"));
}

}  // namespace
}  // namespace jeton::e2e
