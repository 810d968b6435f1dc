#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// `jeton secret`: what the profile leaves out.
class StoredSecret : public LoginTest {
 protected:
  StoredSecret() {
    const auto file = sandbox.folder() / "studyteam-secret";
    secret_ = read_file(file);
    user.configure(replaced(sandbox.configuration(), "client_secret = { file = \"" + file.string() + "\" }\n", ""));
  }

  Outcome set(const std::string& profile, const std::string& key, const std::string& input) const {
    return user.run({"jeton", "secret", "set", profile, key}, input);
  }
  Outcome unset(const std::string& profile, const std::string& key) const {
    return user.run({"jeton", "secret", "unset", profile, key});
  }
  Outcome get() const { return user.run({"jeton", "token", "studyteam"}); }

  std::string secret_;
};

TEST_F(StoredSecret, IsUsedUntilItIsUnset) {
  EXPECT_TRUE(failed(get(), 3,
                     "studyteam: client_secret is missing; say in the profile where it is, or run: jeton secret set "
                     "studyteam client_secret"));
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", secret_)));
  token("studyteam");
  EXPECT_TRUE(succeeded(unset("studyteam", "client_secret")));
  EXPECT_TRUE(failed(get(), 3, "client_secret is missing"));
  EXPECT_EQ(sandbox.token_requests("studyteam"), 1);
}

TEST_F(StoredSecret, IsInAFileForTheUserAloneThatSaysItsVersion) {
  EXPECT_TRUE(succeeded(user.shell("umask 0; echo secret-word | jeton secret set studyteam client_secret")));
  EXPECT_EQ(stored("studyteam"), "jeton secrets 1\nsecret.client_secret=secret-word\nend\n");
  EXPECT_EQ(mode_of(user.state() / "studyteam.secrets"), 0600U);
  EXPECT_EQ(mode_of(user.state()), 0700U);
}

TEST_F(StoredSecret, IsTakenAsItIsButForOneLineEnd) {
  for (const auto& [input, kept] : std::vector<std::pair<std::string, std::string>>{
           {"word", "word"}, {"word\n", "word"}, {"word\r\n", "word"}, {" two words \n", " two words "}}) {
    EXPECT_TRUE(succeeded(set("studyteam", "client_secret", input)));
    EXPECT_TRUE(contains(stored("studyteam"), "secret.client_secret=" + kept + '\n')) << stored("studyteam");
  }
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", "two\nlines\\n\n")));
  EXPECT_TRUE(contains(stored("studyteam"), "secret.client_secret=two\\nlines\\\\n\n")) << stored("studyteam");
}

TEST_F(StoredSecret, ThatIsEmptyOrTooLongIsWrongUsage) {
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", "word\n")));
  const auto before = stored("studyteam");
  for (const auto& input : {std::string(), std::string("\n"), std::string(70000, 'x'), std::string("a\0b\n", 4)}) {
    EXPECT_TRUE(failed(set("studyteam", "client_secret", input), 2, "studyteam: "));
  }
  EXPECT_EQ(stored("studyteam"), before);
}

TEST_F(StoredSecret, IsNotShownWhileItIsTyped) {
  auto setting =
      user.start({"bash", "-c", "jeton secret set studyteam client_secret; stty -a"}, {}, Process::Input::terminal);
  EXPECT_TRUE(setting.wait_for("studyteam, client_secret: "));
  setting.write("secret-word\n");
  const auto outcome = setting.finish();
  EXPECT_FALSE(contains(outcome.out, "secret-word")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, " echo ")) << outcome.out;
  EXPECT_TRUE(contains(stored("studyteam"), "secret.client_secret=secret-word\n"));
}

TEST_F(StoredSecret, ThatIsNotTypedToItsEndChangesNothing) {
  const auto before = all_files();
  auto setting = user.start({"bash", "-c", "trap : INT; jeton secret set studyteam client_secret; stty -a"}, {},
                            Process::Input::terminal);
  EXPECT_TRUE(setting.wait_for("client_secret: "));
  setting.write("secret-wo\x03");
  const auto outcome = setting.finish();
  EXPECT_TRUE(contains(outcome.out, " echo ")) << outcome.out;
  EXPECT_FALSE(contains(outcome.out, "secret-wo")) << outcome.out;
  EXPECT_EQ(stored("studyteam"), "");
}

TEST_F(StoredSecret, HoldsNoLockWhileItIsTyped) {
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", secret_)));
  auto setting = user.start({"jeton", "secret", "set", "studyteam", "client_secret"}, {}, Process::Input::terminal);
  EXPECT_TRUE(setting.wait_for("client_secret: "));
  token("studyteam");
}

TEST_F(StoredSecret, OfAnUnknownKeyIsWrongUsage) {
  EXPECT_TRUE(failed(set("studyteam", "client_secrte", "x"), 2,
                     "studyteam: \"client_secrte\" is none of its secrets (client_secret); did you mean "
                     "\"client_secret\"?"));
  EXPECT_TRUE(failed(unset("studyteam", "tokn"), 2, "none of its secrets"));
  EXPECT_TRUE(failed(set("tradier", "tokn", "x"), 2, "did you mean \"token\"?"));
  EXPECT_TRUE(failed(set("studyteam", "refresh_token", "x"), 2, "none of its secrets"));
  EXPECT_TRUE(failed(set("nobody", "client_secret", "x"), 3, "there is no such profile"));
  EXPECT_TRUE(failed(user.run({"jeton", "secret", "set", "studyteam"}), 2));
  EXPECT_EQ(stored("studyteam"), "");
}

TEST_F(StoredSecret, YieldsToTheProfilesOwnWithAWarning) {
  const auto outcome = set("portfolios", "client_secret", "another-secret\n");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_TRUE(
      contains(outcome.err, "portfolios: warning: the profile itself says where its client_secret is, and that wins"));
  token("portfolios");
}

TEST_F(StoredSecret, EndsAHoldOffAndReplacesTheToken) {
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", "wrong")));
  EXPECT_TRUE(failed(get(), 5));
  EXPECT_TRUE(failed(get(), 7, "held off until"));
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", secret_)));
  const auto first = token("studyteam");
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", secret_)));
  EXPECT_NE(token("studyteam"), first);
}

TEST_F(StoredSecret, ThatIsUnsetTwiceIsNoTrouble) {
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", "word")));
  EXPECT_TRUE(succeeded(unset("studyteam", "client_secret")));
  EXPECT_TRUE(succeeded(unset("studyteam", "client_secret")));
  EXPECT_EQ(stored("studyteam"), "");
}

TEST_F(StoredSecret, CostsNotTheLogin) {
  log_in("pkce");
  EXPECT_EQ(set("pkce", "client_secret", "word").status, 0);
  EXPECT_TRUE(succeeded(unset("pkce", "client_secret")));
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), 1);
}

TEST_F(StoredSecret, OfADiskThatIsFullIsAnErrorAndTheOldOneStays) {
  EXPECT_TRUE(succeeded(set("studyteam", "client_secret", "word")));
  const auto outcome =
      user.shell("ulimit -f 1; head -c 3000 /dev/zero | tr '\\0' x | jeton secret set studyteam client_secret");
  EXPECT_TRUE(failed(outcome, 8, "studyteam"));
  EXPECT_TRUE(contains(stored("studyteam"), "secret.client_secret=word\n"));
}

/// A file of the store that cannot be read may be somebody's only copy.
class UnreadableStore : public LoginTest, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(With, UnreadableStore,
                         testing::Values("", "jeton secrets 1\n", "jeton secrets 1\ngrant", "jeton secrets 2\nend\n",
                                         "garbage\0\n", "jeton secrets 1\nsealed=AAAA\nend\n"),
                         [](const auto& test) { return "Text" + std::to_string(test.index); });

TEST_P(UnreadableStore, IsAnErrorThatNamesItAndStaysAsItIs) {
  const std::string text = GetParam();
  log_in("pkce");
  const auto file = user.state() / "pkce.secrets";
  write_file(file, text);
  clean_cache();
  const int status = contains(text, "sealed=") ? 3 : 8;
  const auto expect_named = [&](const Outcome& outcome) { EXPECT_TRUE(failed(outcome, status, file.string())); };
  expect_named(user.run({"jeton", "token", "pkce"}));
  expect_named(user.run({"jeton", "token", "--renew", "pkce"}));
  expect_named(user.run({"jeton", "login", "--no-browser", "pkce"}));
  expect_named(user.run({"jeton", "logout", "pkce"}));
  expect_named(user.run({"jeton", "secret", "set", "pkce", "client_secret"}, "word\n"));
  expect_named(user.run({"jeton", "secret", "unset", "pkce", "client_secret"}));
  EXPECT_EQ(git_get("pkce").out, "quit=1\n");
  EXPECT_TRUE(succeeded(user.run({"jeton", "status"})));
  EXPECT_EQ(read_file(file), text);
  EXPECT_EQ(sandbox.token_requests("pkce"), 1);
  EXPECT_EQ(sandbox.count("pkce", "revocations"), 0);
  token("clearstreet");
}

/// `[store] key`: the store's files are encrypted.
class SealedStore : public LoginTest {
 protected:
  SealedStore() {
    write_file(key_file(), "correct horse battery staple\n");
    configure(by_file());
  }

  std::filesystem::path key_file() const { return user.home() / "store-key"; }
  std::string by_file() const { return "{ file = \"" + key_file().string() + "\" }"; }
  /// Nothing: without a key.
  void configure(const std::string& key) const {
    const auto file = sandbox.folder() / "studyteam-secret";
    user.configure((key.empty() ? "" : "[store]\nkey = " + key + "\n\n") + "[git]\nstore_logins = true\n\n" +
                   replaced(sandbox.configuration(), "client_secret = { file = \"" + file.string() + "\" }\n", ""));
  }
  std::string studyteam_secret() const { return sandbox.client_secret("studyteam"); }

  Outcome docker(const std::string& action, const std::string& input = {}) const {
    return user.run({"docker-credential-jeton", action}, input);
  }
  Outcome git(const std::string& action, const std::string& more = {}) const {
    return user.run({"git-credential-jeton", action}, "protocol=https\nhost=git.example.com\n" + more + '\n');
  }
  /// Puts something of each kind into the store.
  void fill() const {
    EXPECT_TRUE(
        succeeded(user.run({"jeton", "secret", "set", "studyteam", "client_secret"}, studyteam_secret() + '\n')));
    EXPECT_TRUE(succeeded(
        docker("store", R"({"ServerURL":"registry.example.com","Username":"docker-name","Secret":"docker-word"})")));
    EXPECT_TRUE(succeeded(git("store", "username=git-name\npassword=git-word\n")));
    log_in("pkce");
    log_in("tradier");
  }
  void expect_all_to_work() const {
    token("studyteam");
    EXPECT_EQ(json::parse(docker("get", "registry.example.com").out).at("Secret"), "docker-word");
    EXPECT_TRUE(contains(docker("list").out, R"("docker-name")"));
    EXPECT_EQ(value_of(git("get").out, "password"), "git-word");
    token("tradier");
    token("pkce");
  }
  /// Of those that must not be, the ones that can be found in some file below the state folder.
  std::vector<std::string> found(const std::vector<std::string>& words) const {
    std::vector<std::string> out;
    for (const auto& file : User::files_below(user.state())) {
      const auto text = read_file(file);
      for (const auto& word : words) {
        if (contains(text, word)) out.push_back(word + " in " + file.string());
      }
    }
    return out;
  }
  std::map<std::filesystem::path, std::string> state_files() const {
    std::map<std::filesystem::path, std::string> files;
    for (const auto& file : User::files_below(user.state())) {
      if (file.extension() == ".secrets" || file.extension() == ".login" || file.filename() == "@key") {
        files[file] = read_file(file);
      }
    }
    return files;
  }
};

TEST_F(SealedStore, HasNoSecretThatCanBeFound) {
  fill();
  const auto tradier = token("tradier");
  const auto pkce = token("pkce");
  // Each has a character that base64 has not: three letters alone may stand in any sealed file by chance.
  EXPECT_EQ(found({studyteam_secret(), "docker-word", "git-word", tradier, pkce, "docker-name", "git-name",
                   "refresh_token=", "correct horse"}),
            std::vector<std::string>());
  clean_cache();
  expect_all_to_work();
  EXPECT_EQ(found({studyteam_secret(), "docker-word", "git-word", tradier, token("pkce"), "refresh_token="}),
            std::vector<std::string>());
  EXPECT_EQ(sandbox.token_requests("tradier"), 1);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
  for (const auto& file : User::files_below(user.state())) EXPECT_EQ(mode_of(file), 0600U) << file;
}

TEST_F(SealedStore, HasNoSecretInTheJournalEither) {
  log_in("pkce");
  forget_cached_tokens(user);
  sandbox.fault("pkce", "slow", 1, 2);
  auto asking = user.start({"jeton", "token", "pkce"});
  EXPECT_TRUE(sandbox.wait_for_token_requests("pkce", 2));
  EXPECT_EQ(found({"refresh_token=", "access_token"}), std::vector<std::string>());
  EXPECT_TRUE(succeeded(asking.finish()));
}

TEST_F(SealedStore, ServesRefreshesAgainAndAgain) {
  log_in("pkce");
  for (int i = 0; i < 4; ++i) {
    clean_cache();
    token("pkce");
  }
  EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), 4);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(SealedStore, ErasesLogins) {
  fill();
  EXPECT_TRUE(succeeded(docker("erase", "registry.example.com")));
  EXPECT_EQ(docker("get", "registry.example.com").out, "credentials not found in native keychain\n");
  EXPECT_EQ(json::parse(docker("list").out), json::object());
  EXPECT_TRUE(succeeded(git("erase", "username=git-name\npassword=another-word\n")));
  EXPECT_EQ(value_of(git("get").out, "password"), "git-word");
  EXPECT_TRUE(succeeded(git("erase", "username=git-name\npassword=git-word\n")));
  EXPECT_EQ(git("get").out, "");
}

TEST_F(SealedStore, TakesItsKeyFromAProgram) {
  configure("{ command = [\"cat\", \"" + key_file().string() + "\"] }");
  fill();
  clean_cache();
  expect_all_to_work();
}

TEST_F(SealedStore, TakesItsKeyAsSystemdGivesIt) {
  configure("{ credential = \"store-key\" }");
  EXPECT_TRUE(failed(user.run({"jeton", "secret", "set", "studyteam", "client_secret"}, "word"), 3,
                     "CREDENTIALS_DIRECTORY is not set"));
  user.set("CREDENTIALS_DIRECTORY", user.home().string());
  fill();
  clean_cache();
  expect_all_to_work();
}

TEST_F(SealedStore, TakesTheSameKeyFromAnywhere) {
  fill();
  configure("{ command = [\"cat\", \"" + key_file().string() + "\"] }");
  clean_cache();
  expect_all_to_work();
}

TEST_F(SealedStore, TakesNoKeyFromTheConfigurationOrTheEnvironment) {
  for (const auto* const key : {"\"correct horse\"", "{ env = \"STORE_KEY\" }", "{}", "true"}) {
    configure(key);
    user.set("STORE_KEY", "correct horse");
    for (const auto& outcome : {user.run({"jeton", "token", "clearstreet"}),
                                user.run({"jeton", "secret", "set", "studyteam", "client_secret"}, "word")}) {
      EXPECT_TRUE(failed(outcome, 3, "key")) << key;
      EXPECT_FALSE(contains(outcome.err, "correct horse"));
    }
  }
  EXPECT_EQ(stored("studyteam"), "");
}

TEST_F(SealedStore, StatusNeedsNoKey) {
  fill();
  write_file(user.home() / "ask", "#!/bin/sh\necho asked >>\"$0.log\"\ncat '" + key_file().string() + "'\n", 0700);
  configure("{ command = [\"" + (user.home() / "ask").string() + "\"] }");
  clean_cache();
  sandbox.expire("pkce", "refresh_tokens");
  EXPECT_EQ(state_of("pkce"), "none");
  EXPECT_EQ(state_of("clayton"), "login-required");
  EXPECT_FALSE(std::filesystem::exists(user.home() / "ask.log"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 4));
  std::filesystem::remove(user.home() / "ask.log");
  EXPECT_EQ(state_of("pkce"), "login-required");
  EXPECT_FALSE(std::filesystem::exists(user.home() / "ask.log"));
}

TEST_F(SealedStore, CachedTokensNeedNoKey) {
  fill();
  token("pkce");
  std::filesystem::remove(key_file());
  token("pkce");
  token("tradier");
}

TEST_F(SealedStore, WithAWrongKeyIsAnErrorAndChangesNothing) {
  fill();
  clean_cache();
  const auto before = state_files();
  const int requests = sandbox.token_requests("pkce");
  write_file(key_file(), "wrong\n");
  const auto expect_error = [](const Outcome& outcome) { EXPECT_TRUE(failed(outcome, 8, "does not fit")); };
  expect_error(user.run({"jeton", "token", "pkce"}));
  expect_error(user.run({"jeton", "token", "tradier"}));
  expect_error(user.run({"jeton", "token", "studyteam"}));
  expect_error(user.run({"jeton", "logout", "pkce"}));
  expect_error(user.run({"jeton", "secret", "set", "studyteam", "client_secret"}, "word\n"));
  expect_error(user.run({"jeton", "secret", "set", "portfolios", "client_secret"}, "word\n"));
  const auto got = docker("get", "registry.example.com");
  EXPECT_EQ(got.status, 1);
  EXPECT_TRUE(contains(got.out, "does not fit")) << got.out;
  EXPECT_EQ(docker("store", R"({"ServerURL":"other.example.com","Username":"a","Secret":"b"})").status, 1);
  EXPECT_EQ(docker("store", R"({"ServerURL":"registry.example.com","Username":"a","Secret":"b"})").status, 1);
  EXPECT_EQ(docker("erase", "registry.example.com").status, 1);
  EXPECT_EQ(value_of(git("get").out, "password"), "");
  EXPECT_NE(git("store", "username=git-name\npassword=another-word\n").status, 0);
  EXPECT_TRUE(state_files() == before);
  EXPECT_EQ(sandbox.token_requests("pkce"), requests);

  write_file(key_file(), "correct horse battery staple\n");
  expect_all_to_work();
}

TEST_F(SealedStore, WithAWrongKeyIsFoundOutBeforeAnybodyIsAsked) {
  log_in("pkce");
  write_file(key_file(), "wrong\n");
  for (const auto* const profile : {"pkce", "tradier"}) {
    const auto outcome = user.run({"jeton", "login", "--no-browser", profile});
    EXPECT_TRUE(failed(outcome, 8, "does not fit")) << profile;
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_EQ(sandbox.token_requests("pkce"), 1);
}

TEST_F(SealedStore, ListNeverFailsOverTheKey) {
  fill();
  write_file(key_file(), "wrong\n");
  const auto outcome = docker("list");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(json::parse(outcome.out), json::object());
}

TEST_F(SealedStore, WithoutItsKeyIsAnErrorThatSaysSo) {
  fill();
  clean_cache();
  const auto before = state_files();
  configure("");
  for (const auto& outcome : {user.run({"jeton", "token", "pkce"}), user.run({"jeton", "token", "studyteam"}),
                              user.run({"jeton", "logout", "tradier"}),
                              user.run({"jeton", "secret", "set", "studyteam", "client_secret"}, "word\n")}) {
    EXPECT_TRUE(
        failed(outcome, 3, "the secret store is encrypted; say in the configuration where its key is: [store] key"));
  }
  const auto got = docker("get", "registry.example.com");
  EXPECT_EQ(got.status, 1);
  EXPECT_TRUE(contains(got.out, "[store] key")) << got.out;
  EXPECT_EQ(value_of(git("get").out, "password"), "");
  EXPECT_TRUE(state_files() == before);
  configure(by_file());
  expect_all_to_work();
}

TEST_F(SealedStore, WithoutTheFileOfItsKeyIsAnErrorAndMakesNoOther) {
  fill();
  clean_cache();
  const auto key = user.state() / "@key";
  const auto text = read_file(key);
  std::filesystem::remove(key);
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 8, key.string() + " is missing"));
  EXPECT_TRUE(failed(user.run({"jeton", "secret", "set", "studyteam", "client_secret"}, "word\n"), 8));
  EXPECT_FALSE(std::filesystem::exists(key));
  write_file(key, text);
  expect_all_to_work();
}

TEST_F(SealedStore, WithADamagedKeyFileIsAnErrorAndStaysAsItIs) {
  fill();
  clean_cache();
  const auto key = user.state() / "@key";
  const auto text = read_file(key);
  for (const auto& bad : {std::string(), text.substr(0, 40), std::string("jeton store key 2\nend\n"),
                          std::string("jeton store key 1\nsalt=AAAA\nbox=AAAA\nend\n")}) {
    write_file(key, bad);
    EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 8, key.string())) << bad;
    EXPECT_TRUE(failed(user.run({"jeton", "secret", "set", "portfolios", "client_secret"}, "word\n"), 8)) << bad;
    EXPECT_EQ(read_file(key), bad);
  }
  write_file(key, text);
  expect_all_to_work();
}

TEST_F(SealedStore, WithAChangedByteIsAnErrorAndStaysAsItIs) {
  log_in("pkce");
  clean_cache();
  const auto file = user.state() / "pkce.secrets";
  auto text = stored("pkce");
  const auto at = text.find("sealed=") + 60;
  text[at] = text[at] == 'A' ? 'B' : 'A';
  write_file(file, text);
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 8, file.string()));
  EXPECT_TRUE(failed(user.run({"jeton", "secret", "set", "pkce", "client_secret"}, "word\n"), 8, file.string()));
  EXPECT_EQ(read_file(file), text);
  EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), 0);
}

TEST_F(SealedStore, FormerlyPlainStaysReadableAndIsSealedByTheNextWrite) {
  configure("");
  fill();
  EXPECT_FALSE(found({"refresh_token="}).empty());
  configure(by_file());
  clean_cache();
  expect_all_to_work();
  EXPECT_EQ(found({"refresh_token="}), std::vector<std::string>()) << "the refresh was the next write";
  EXPECT_FALSE(found({"docker-word"}).empty()) << "which the logins have not had";
  fill();
  EXPECT_EQ(found({studyteam_secret(), "docker-word", "git-word", token("tradier")}), std::vector<std::string>());
}

TEST_F(SealedStore, KeyIsMadeOnceByManyProcesses) {
  std::vector<Process> processes;
  for (int i = 0; i < 8; ++i) {
    const auto n = std::to_string(i);
    processes.push_back(
        user.start({"docker-credential-jeton", "store"},
                   R"({"ServerURL":"r)" + n + R"(.example.com","Username":"u","Secret":"w)" + n + "\"}"));
  }
  for (auto& process : processes) EXPECT_TRUE(succeeded(process.finish()));
  for (int i = 0; i < 8; ++i) {
    const auto n = std::to_string(i);
    EXPECT_EQ(json::parse(docker("get", "r" + n + ".example.com").out).at("Secret"), "w" + n);
  }
}

}  // namespace
}  // namespace jeton::e2e
