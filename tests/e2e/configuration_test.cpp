#include <unistd.h>

#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// A profile that cannot be used, and what the one line about it has to name.
struct BadProfile {
  const char* name;
  const char* toml;
  std::vector<std::string> words;
};

void PrintTo(const BadProfile& profile, std::ostream* out) {
  *out << profile.toml;
}

class ProfileWithAnError : public testing::TestWithParam<BadProfile> {
 protected:
  User user;
};

const BadProfile bad_profiles[] = {
    {"UnknownProvider",
     "provider = \"clearstret\"\nclient_id = \"abc\"\n",
     {"config.toml:2:", "provider", "\"clearstret\"", "did you mean \"clearstreet\"?"}},
    {"NoProvider", "client_id = \"abc\"\n", {"config.toml:1:", "provider is missing"}},
    {"UnknownKey",
     "provider = \"clearstreet\"\nclient_idd = \"abc\"\n",
     {"config.toml:3:", "\"client_idd\"", "did you mean \"client_id\"?"}},
    {"KeyOfAnotherPlugin",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nresponse = { access_token = \"t\" }\n",
     {"config.toml:4:", "\"response\""}},
    {"WrongType",
     "provider = \"clearstreet\"\nurls = \"https://api.example.com\"\nclient_id = \"abc\"\n",
     {"config.toml:3:", "urls", "array"}},
    {"WrongTypeOfDuration",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { env = \"X\" }\ntimeout = \"soon\"\n",
     {"config.toml:5:", "timeout", "duration"}},
    {"MissingClientId", "provider = \"clearstreet\"\nclient_secret = { env = \"X\" }\n", {"client_id is missing"}},
    {"MissingSetting", "provider = \"studyteam\"\nclient_id = \"abc\"\n", {"base_url is missing"}},
    {"PlainHttpUrl",
     "provider = \"clearstreet\"\nurls = [\"http://api.example.com\"]\nclient_id = \"abc\"\n",
     {"config.toml:3:", "urls", "http", "loopback"}},
    {"WildcardAboveOneLabel",
     "provider = \"clearstreet\"\nurls = [\"https://*.com\"]\nclient_id = \"abc\"\n",
     {"config.toml:3:", "urls", "*."}},
    {"UrlWithAQuery",
     "provider = \"clearstreet\"\nurls = [\"https://api.example.com/?a\"]\nclient_id = \"abc\"\n",
     {"config.toml:3:", "urls", "query"}},
    {"UrlWithADotSegment",
     "provider = \"clearstreet\"\nurls = [\"https://api.example.com/a/%2e%2e/b\"]\nclient_id = \"abc\"\n",
     {"config.toml:3:", "urls"}},
    {"NoUrls",
     "provider = \"clearstreet\"\nurls = []\nclient_id = \"abc\"\nclient_secret = { env = \"X\" }\n",
     {"config.toml:3:", "urls"}},
    {"PlainHttpTokenEndpoint",
     "provider = \"clearstreet\"\ntoken_url = \"http://auth.example.com/t\"\nclient_id = \"abc\"\n",
     {"config.toml:3:", "token_url", "https"}},
    {"UnknownChoice",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { env = \"X\" }\ngit_auth = \"digest\"\n",
     {"config.toml:5:", "git_auth", "\"digest\"", "\"bearer\""}},
    {"ReservedHeader",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { env = \"X\" }\n"
     "headers = { Authorization = \"Basic x\" }\n",
     {"config.toml:5:", "headers", "\"Authorization\""}},
    {"HeaderWithALineEnd",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { env = \"X\" }\n"
     "headers = { X-Team = \"a\\nb\" }\n",
     {"config.toml:5:", "headers", "\"X-Team\""}},
    {"UnknownFormOfSecret",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { fil = \"x\" }\n",
     {"config.toml:4:", "client_secret", "\"fil\"", "did you mean \"file\"?"}},
    {"SandboxWithoutItsTokenEndpoint",
     "provider = \"clearstreet\"\nenvironment = \"sandbox\"\nclient_id = \"abc\"\nclient_secret = { env = \"X\" }\n",
     {"token_url is missing"}},
    {"UnsetVariable",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { env = \"JETON_E2E_UNSET\" }\n",
     {"client_secret", "JETON_E2E_UNSET"}},
    {"MissingSecretFile",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { file = \"no-such-file\" }\n",
     {"client_secret", "/no-such-file"}},
    {"MissingCredential",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { credential = \"x\" }\n",
     {"client_secret", "CREDENTIALS_DIRECTORY"}},
    {"MissingSecretProgram",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { command = [\"no-such-program\"] }\n",
     {"client_secret", "no-such-program"}},
    {"FailingSecretProgram",
     "provider = \"clearstreet\"\nclient_id = \"abc\"\nclient_secret = { command = [\"false\"] }\n",
     {"client_secret", "false"}},
    {"MissingCredentialsFile",
     "provider = \"clearstreet\"\ncredentials_file = \"no-such-file.json\"\n",
     {"/no-such-file.json"}},
};

INSTANTIATE_TEST_SUITE_P(Of, ProfileWithAnError, testing::ValuesIn(bad_profiles),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(ProfileWithAnError, IsNamedInOneLine) {
  user.configure(std::string("[profile.bad]\n") + GetParam().toml);
  const auto outcome = user.run({"jeton", "token", "bad"});
  EXPECT_TRUE(failed(outcome, 3, "jeton: bad: "));
  EXPECT_EQ(outcome.out, "");
  for (const auto& word : GetParam().words) EXPECT_TRUE(contains(outcome.err, word)) << word << "\n" << outcome.err;
}

/// What is wrong with more than one profile, or with a file.
class BadConfiguration : public testing::Test {
 protected:
  Outcome token() const { return user.run({"jeton", "token", "x"}); }
  void configure_credentials_file(const std::string& text, mode_t mode = 0600) const {
    user.configure("[profile.x]\nprovider = \"clearstreet\"\ncredentials_file = \"credentials.json\"\n");
    write_file(user.configuration_file().parent_path() / "credentials.json", text, mode);
  }

  User user;
};

TEST_F(BadConfiguration, FolderInPlaceOfTheFile) {
  fs::create_directories(user.configuration_file());
  EXPECT_TRUE(failed(token(), 3, user.configuration_file().string()));
}

TEST_F(BadConfiguration, BrokenTomlIsShownWithLineAndColumn) {
  user.configure("[profile.x]\nprovider = \"clearstreet\nclient_id = 1\n");
  EXPECT_TRUE(failed(token(), 3, "config.toml:2:"));
}

TEST_F(BadConfiguration, UnknownTable) {
  user.configure("[profiles.x]\nprovider = \"clearstreet\"\n");
  EXPECT_TRUE(failed(token(), 3, "did you mean \"profile\"?"));
}

TEST_F(BadConfiguration, ProfileWithANameThatIsNone) {
  user.configure("[profile.Big]\nprovider = \"clearstreet\"\n");
  EXPECT_TRUE(failed(token(), 3, "\"Big\""));
}

TEST_F(BadConfiguration, ProfileThatIsNotThere) {
  user.configure("[profile.y]\nprovider = \"clearstreet\"\n");
  EXPECT_TRUE(failed(token(), 3, "x"));
}

TEST_F(BadConfiguration, LiteralSecretThatOthersCanRead) {
  user.configure("[profile.x]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = \"s3cret\"\n");
  fs::permissions(user.configuration_file(), fs::perms(0644));
  const auto outcome = token();
  EXPECT_TRUE(failed(outcome, 3, "chmod 600 " + user.configuration_file().string()));
  EXPECT_FALSE(contains(outcome.err, "s3cret"));
}

TEST_F(BadConfiguration, FileThatOthersCanWrite) {
  user.configure("[profile.x]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = { env = \"X\" }\n");
  fs::permissions(user.configuration_file(), fs::perms(0666));
  EXPECT_TRUE(failed(token(), 3, "chmod go-w " + user.configuration_file().string()));
}

TEST_F(BadConfiguration, FileOfSomebodyElse) {
  user.configure("[profile.x]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = { env = \"X\" }\n");
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(::chown(user.configuration_file().c_str(), 1, 1), 0);
  EXPECT_TRUE(failed(token(), 3, "chown"));
}

TEST_F(BadConfiguration, CredentialsFileThatIsNoJson) {
  configure_credentials_file("client_id: abc");
  EXPECT_TRUE(failed(token(), 3, "credentials.json"));
}

TEST_F(BadConfiguration, CredentialsFileThatIsNoObject) {
  configure_credentials_file("[\"abc\", \"s3cret\"]");
  EXPECT_TRUE(failed(token(), 3, "credentials.json"));
}

TEST_F(BadConfiguration, CredentialsFileWithoutASecret) {
  configure_credentials_file(R"({"client_id": "abc", "audience": "a", "grant_type": "client_credentials"})");
  EXPECT_TRUE(failed(token(), 3, "client_secret"));
}

TEST_F(BadConfiguration, CredentialsFileWithoutAClientId) {
  configure_credentials_file(R"({"client_secret": "s3cret", "grant_type": "client_credentials"})");
  EXPECT_TRUE(failed(token(), 3, "client_id"));
}

TEST_F(BadConfiguration, CredentialsFileWithASecretThatIsNoString) {
  configure_credentials_file(R"({"client_id": "abc", "client_secret": 1234567})");
  const auto outcome = token();
  EXPECT_TRUE(failed(outcome, 3, "client_secret"));
  EXPECT_FALSE(contains(outcome.err, "1234567"));
}

TEST_F(BadConfiguration, CredentialsFileThatOthersCanWrite) {
  configure_credentials_file(R"({"client_id": "abc", "client_secret": "s3cret"})", 0666);
  EXPECT_TRUE(failed(token(), 3, "chmod go-w"));
}

TEST_F(BadConfiguration, LeavesNothingBehind) {
  user.configure("[profile.x]\nprovider = \"clearstreet\"\ncredentials_file = \"credentials.json\"\n");
  token();
  for (const auto& folder : {user.cache(), user.state()}) {
    for (const auto& file : User::files_below(folder)) {
      EXPECT_TRUE(file.extension() == ".routes" || file.extension() == ".lock") << file;
    }
  }
}

TEST_F(BadConfiguration, GitGetsAnEmptyAnswerAndTheReason) {
  user.configure("[profile.x\n");
  const auto outcome = user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=api.example.com\n\n");
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(is_one_message(outcome.err));
}

TEST_F(BadConfiguration, GitStoreAndEraseSayTheReasonAlone) {
  user.configure("[profile.x\n");
  for (const auto* const action : {"store", "erase"}) {
    const auto outcome =
        user.run({"git-credential-jeton", action}, "protocol=https\nhost=api.example.com\nusername=a\npassword=b\n\n");
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(is_one_message(outcome.err)) << action;
  }
}

TEST_F(BadConfiguration, DockerGetsAnError) {
  user.configure("[profile.x\n");
  const auto outcome = user.run({"docker-credential-jeton", "get"}, "registry.example.com");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, outcome.err);
  EXPECT_TRUE(is_one_message(outcome.err));
}

TEST_F(BadConfiguration, CurlGetsAConfigurationThatFails) {
  user.configure("[profile.x\n");
  const auto outcome = user.run({"jeton", "curl", "x"});
  EXPECT_TRUE(failed(outcome, 3));
  EXPECT_TRUE(outcome.out.starts_with("resolve = "));
}

TEST_F(BadConfiguration, NoFileIsAnEmptyConfiguration) {
  EXPECT_TRUE(succeeded(user.run({"jeton", "status"})));
  const auto git = user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=api.example.com\n\n");
  EXPECT_TRUE(succeeded(git));
  EXPECT_EQ(git.out, "");
  EXPECT_TRUE(failed(token(), 3));
}

/// Where the configuration is found, and that a change counts at once.
class Configuration : public SandboxTest {
 protected:
  std::string docker_username() const {
    const auto outcome = user.run({"docker-credential-jeton", "get"}, sandbox.authority("clearstreet"));
    EXPECT_TRUE(succeeded(outcome));
    return nlohmann::json::parse(outcome.out).at("Username");
  }
  std::string with_username(const std::string& name) const {
    return sandbox.configuration({{"clearstreet", "username = \"" + name + "\"\n"}});
  }
};

TEST_F(Configuration, ErrorInOneProfileCostsThatProfileAlone) {
  user.configure(sandbox.configuration() +
                 "\n[profile.bad]\nprovider = \"clearstreet\"\nurls = [\"https://bad.example\"]\n");
  token("clearstreet");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "bad"}), 3, "jeton: bad: "));
  const auto git = user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=bad.example\n\n");
  EXPECT_EQ(git.out, "quit=1\n");
  EXPECT_TRUE(is_one_message(git.err));
  EXPECT_TRUE(contains(user.run({"jeton", "status"}).out, "bad"));
}

TEST_F(Configuration, ChangeWithinTheSameSecondAndOfTheSameSizeCounts) {
  for (const auto* const name : {"alice", "bobby", "carol", "david", "emily", "frank", "grace", "henry"}) {
    user.configure(with_username(name));
    EXPECT_EQ(docker_username(), name);
    EXPECT_EQ(docker_username(), name);
  }
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Configuration, ChangeByRenameCounts) {
  for (const auto* const name : {"alice", "bobby", "carol", "david"}) {
    write_file(user.home() / "new.toml", with_username(name));
    fs::rename(user.home() / "new.toml", user.configuration_file());
    EXPECT_EQ(docker_username(), name);
  }
}

TEST_F(Configuration, ChangeThatIsNotSentKeepsTheToken) {
  const auto before = token("clearstreet");
  user.configure(sandbox.configuration({{"clearstreet", "timeout = 7\nheaders = { X-Team = \"a\" }\n"}}));
  EXPECT_EQ(token("clearstreet"), before);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Configuration, ChangeOfWhatIsSentAsksAnew) {
  const auto before = token("portfolios");
  auto text = sandbox.configuration();
  const std::string accept = "request_headers = { Accept";
  text.replace(text.find(accept), accept.size(), "request_headers = { X-Team = \"a\", Accept");
  user.configure(text);
  EXPECT_NE(token("portfolios"), before);
  EXPECT_EQ(sandbox.token_requests("portfolios"), 2);
}

TEST_F(Configuration, ChangeOfTheCredentialsFileAsksAnew) {
  token("clearstreet");
  const auto file = sandbox.folder() / "clearstreet-api-sandbox.json";
  auto credentials = nlohmann::json::parse(read_file(file));
  credentials["client_secret"] = "another";
  write_file(file, credentials.dump());
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 5, "clearstreet"));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(Configuration, CredentialsFileThatWasTouchedKeepsTheToken) {
  const auto before = token("clearstreet");
  const auto file = sandbox.folder() / "clearstreet-api-sandbox.json";
  write_file(file, read_file(file));
  EXPECT_EQ(token("clearstreet"), before);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Configuration, OptionWinsOverTheVariable) {
  write_file(user.home() / "other.toml", with_username("other"));
  user.set("JETON_CONFIG", user.home() / "no-such-file.toml");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 3));
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--config", "other.toml", "clearstreet"})));
}

TEST_F(Configuration, VariableWinsOverTheUsualPlace) {
  write_file(user.home() / "other.toml", with_username("other"));
  user.set("JETON_CONFIG", user.home() / "other.toml");
  EXPECT_EQ(docker_username(), "other");
}

TEST_F(Configuration, XdgVariablesMoveEverything) {
  fs::rename(user.home() / ".config", user.home() / "config");
  for (const auto* const place : {"config", "cache", "state"}) {
    std::string variable = "XDG_" + std::string(place) + "_HOME";
    for (char& c : variable) c = static_cast<char>(std::toupper(c));
    user.set(variable, user.home() / place);
  }
  token("clearstreet");
  EXPECT_FALSE(fs::exists(user.cache()));
  EXPECT_FALSE(fs::exists(user.state()));
  EXPECT_FALSE(User::files_below(user.home() / "cache/jeton").empty());
}

TEST_F(Configuration, EmptyAndRelativeXdgVariablesCountAsUnset) {
  user.set("XDG_CONFIG_HOME", "");
  user.set("XDG_CACHE_HOME", "relative");
  token("clearstreet");
  EXPECT_FALSE(fs::exists(user.home() / "relative"));
  EXPECT_FALSE(User::files_below(user.cache()).empty());
}

/// Every place that a secret may come from, except the secret store.
class ClientSecret : public SandboxTest {
 protected:
  void configure_secret(const std::string& value) const {
    auto text = sandbox.configuration();
    const auto at = text.find("client_secret = ");
    text.replace(at, text.find('\n', at) - at, "client_secret = " + value);
    user.configure(text);
  }
};

TEST_F(ClientSecret, MayBeALiteral) {
  configure_secret('"' + sandbox.client_secret("studyteam") + '"');
  token("studyteam");
}

TEST_F(ClientSecret, MayComeFromTheEnvironment) {
  configure_secret("{ env = \"STUDYTEAM_SECRET\" }");
  user.set("STUDYTEAM_SECRET", sandbox.client_secret("studyteam"));
  token("studyteam");
}

TEST_F(ClientSecret, MayComeFromAFileWithOneNewline) {
  write_file(user.configuration_file().parent_path() / "secret", sandbox.client_secret("studyteam") + '\n');
  configure_secret("{ file = \"secret\" }");
  token("studyteam");
}

TEST_F(ClientSecret, MayComeFromAFileInTheHome) {
  write_file(user.home() / "secret", sandbox.client_secret("studyteam"));
  configure_secret("{ file = \"~/secret\" }");
  token("studyteam");
}

TEST_F(ClientSecret, MayBeASystemdCredential) {
  write_file(user.home() / "credentials/studyteam", sandbox.client_secret("studyteam"));
  user.set("CREDENTIALS_DIRECTORY", user.home() / "credentials");
  configure_secret("{ credential = \"studyteam\" }");
  token("studyteam");
}

TEST_F(ClientSecret, MayComeFromAProgram) {
  configure_secret("{ command = [\"cat\", \"" + (sandbox.folder() / "studyteam-secret").string() + "\"] }");
  token("studyteam");
}

TEST_F(ClientSecret, AProgramThatGivesASecretHasTheUsersEnvironment) {
  const auto seen = (user.home() / "environment").string();
  configure_secret("{ command = [\"sh\", \"-c\", \"env >" + seen + "; cat " +
                   (sandbox.folder() / "studyteam-secret").string() + "\"] }");
  token("studyteam");
  EXPECT_TRUE(contains(read_file(seen), "HOME=" + user.home().string() + '\n'));
  EXPECT_FALSE(contains(read_file(seen), "GNUTLS")) << "what is set for the host alone";
}

TEST_F(ClientSecret, ProgramIsRunWithoutAShell) {
  configure_secret("{ command = [\"echo\", \"$(touch " + (user.home() / "touched").string() + ")\"] }");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "studyteam"}), 5));
  EXPECT_FALSE(fs::exists(user.home() / "touched"));
}

TEST_F(ClientSecret, ProgramIsNotAskedForACachedToken) {
  configure_secret("{ command = [\"sh\", \"-c\", \"echo x >>~/asked; cat " +
                   (sandbox.folder() / "studyteam-secret").string() + "\"] }");
  token("studyteam");
  token("studyteam");
  EXPECT_EQ(read_file(user.home() / "asked"), "x\n");
}

}  // namespace
}  // namespace jeton::e2e
