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

/// On a terminal it asks.
class AddOnATerminal : public AddCommand {
 protected:
  Process start(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"jeton", "add"});
    return user.start(arguments, {}, Process::Input::terminal);
  }
  static void answer(Process& process, const std::string& question, const std::string& text) {
    EXPECT_TRUE(process.wait_for(question)) << question;
    process.write(text + '\n');
  }
};

TEST_F(AddOnATerminal, AsksForClearStreetInItsWords) {
  auto process = start();
  EXPECT_TRUE(process.wait_for("clearstreet   Clear Street Studio"));
  answer(process, "Provider: ", "clearstreet");
  answer(process, "Name of the profile", "studio");
  EXPECT_TRUE(process.wait_for("\"Download JSON\""));
  answer(process, "credentials_file (Enter leaves it out): ", "~/clearstreet.json");
  const auto outcome = process.finish();
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_EQ(configuration(),
            "[profile.studio]\nprovider         = \"clearstreet\"\ncredentials_file = \"~/clearstreet.json\"\n");
  EXPECT_FALSE(contains(outcome.out, "secret set")) << outcome.out;
}

TEST_F(AddOnATerminal, StoresASecretThatIsTypedAndDoesNotShowIt) {
  auto process = start({"studio", "--provider", "clearstreet"});
  answer(process, "credentials_file (Enter leaves it out): ", "");
  answer(process, "client_id (Enter leaves it out): ", "2iryf");
  answer(process, "client_secret (not shown; Enter leaves it for later): ", "hunter2");
  const auto outcome = process.finish();
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_FALSE(contains(outcome.out, "hunter2"));
  EXPECT_FALSE(contains(configuration(), "hunter2"));
  EXPECT_FALSE(contains(outcome.out, "secret set")) << outcome.out;
  bool is_kept = false;
  for (const auto& file : User::files_below(user.state())) is_kept = is_kept || contains(read_file(file), "hunter2");
  EXPECT_TRUE(is_kept);
}

TEST_F(AddOnATerminal, LeavesASecretForLater) {
  auto process = start({"studio", "--provider", "clearstreet", "client_id=2iryf"});
  answer(process, "credentials_file", "");
  answer(process, "client_secret (not shown", "");
  EXPECT_TRUE(contains(process.finish().out, "  jeton secret set studio client_secret\r\n"));
}

TEST_F(AddOnATerminal, AsksForStudyTeamInItsWords) {
  auto process = start({"study", "--provider", "studyteam"});
  answer(process, "base_url: ", "");
  EXPECT_TRUE(process.wait_for("base_url is needed"));
  process.write("https://auth.staging.example.com\n");
  EXPECT_TRUE(process.wait_for("\"An identifier designating the requested API."));
  answer(process, "audience (", "https://api.staging.example.com");
  answer(process, "urls (", "https://api.staging.example.com");
  answer(process, "client_id (", "abc");
  answer(process, "client_secret (not shown", "");
  EXPECT_EQ(process.finish().status, 0);
  EXPECT_TRUE(contains(configuration(), "urls      = [\"https://api.staging.example.com\"]\n"));
}

TEST_F(AddOnATerminal, AsksForTradierInItsWords) {
  auto process = start({"tradier", "--provider", "tradier"});
  answer(process, "client_id (", "");
  answer(process, "redirect_url (", "");
  EXPECT_TRUE(process.wait_for("website shows among"));
  answer(process, "token (not shown", "a-personal-token");
  const auto outcome = process.finish();
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_EQ(user.run({"jeton", "token", "tradier"}).out, "a-personal-token\n");
}

TEST_F(AddOnATerminal, AsksForClaytonInItsWordsAndNamesTheLogin) {
  auto process = start({"clayton", "--provider", "clayton"});
  EXPECT_TRUE(process.wait_for("\"This is a native or CLI app\""));
  answer(process, "client_id (", "abc");
  answer(process, "consent_url (", "https://app.clayton.io/oauth2/consent?x=y");
  answer(process, "client_secret (not shown", "");
  EXPECT_TRUE(contains(process.finish().out, "  jeton login clayton\r\n"));
}

TEST_F(AddOnATerminal, AsksAgainForWhatIsWrong) {
  auto process = start({"acme"});
  answer(process, "Provider: ", "generc");
  EXPECT_TRUE(process.wait_for("did you mean \"generic\"?"));
  process.write("generic\n");
  answer(process, "token_url (", "https://login.acme.example/token");
  answer(process, "urls (", "http://api.acme.example");
  answer(process, "grant (client_credentials, ", "device");
  EXPECT_TRUE(process.wait_for("that is none of client_credentials, authorization_code"));
  process.write("\n");
  answer(process, "client_id (", "abc");
  answer(process, "scope (", "");
  EXPECT_TRUE(process.wait_for("is http, which is for loopback hosts alone"));
  EXPECT_TRUE(process.wait_for("Once more:"));
  answer(process, "token_url (", "https://login.acme.example/token");
  answer(process, "urls (", "https://api.acme.example");
  answer(process, "grant (", "");
  answer(process, "client_id (", "abc");
  answer(process, "scope (", "");
  EXPECT_TRUE(process.wait_for("This is added to "));
  answer(process, "client_secret (not shown", "");
  EXPECT_EQ(process.finish().status, 0);
  EXPECT_EQ(configuration(), acme);
}

TEST_F(AddOnATerminal, LeavesNothingBehindWhereItIsInterrupted) {
  auto process = start({"acme", "--provider", "generic"});
  EXPECT_TRUE(process.wait_for("token_url ("));
  process.interrupt();
  EXPECT_EQ(process.finish().status, 128 + SIGINT);
  EXPECT_FALSE(fs::exists(user.configuration_file()));
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
