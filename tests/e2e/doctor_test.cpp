#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// `jeton doctor`: each trouble is made, found, mended by the command that it names, and gone.
class DoctorCommand : public LoginTest {
 protected:
  void SetUp() override {
    LoginTest::SetUp();
    // Those that a person has to log in for would be a warning each.
    user.configure(profile("clearstreet") + profile("studyteam"));
    user.set("DOCKER_CONFIG", user.home() / ".docker");
  }

  /// The profile's part of the sandbox's configuration.
  std::string profile(const std::string& name) const {
    const auto text = sandbox.configuration();
    const auto begin = text.find("[profile." + name + ']');
    return text.substr(begin, text.find("\n[", begin) + 1 - begin);
  }

  Outcome doctor(const std::string& option = {}) const {
    return user.run(option.empty() ? std::vector<std::string>{"jeton", "doctor"}
                                   : std::vector<std::string>{"jeton", "doctor", option});
  }

  /// The line behind the one that has these words: the command that mends it.
  static std::string repair_of(const std::string& report, const std::string& words) {
    auto at = report.find(words);
    if (at == std::string::npos) return {};
    at = report.find("\n      ", at) + 7;
    return report.substr(at, report.find('\n', at) - at);
  }

  void expect_found_and_mended(const std::string& words, int status) const {
    const auto before = doctor();
    EXPECT_EQ(before.status, status) << before.out;
    ASSERT_TRUE(contains(before.out, words)) << before.out;
    const auto repair = repair_of(before.out, words);
    EXPECT_EQ(user.shell(repair).status, 0) << repair;
    const auto after = doctor();
    EXPECT_FALSE(contains(after.out, words)) << after.out;
    EXPECT_TRUE(contains(after.out, "All is well.")) << after.out;
    EXPECT_EQ(after.status, 0);
  }
};

TEST_F(DoctorCommand, FindsNothingWhereAllIsWell) {
  token("clearstreet");
  const auto outcome = doctor();
  EXPECT_TRUE(succeeded(outcome));
  for (const auto* const area : {"configuration  ", "secrets        ", "store          ", "plugins        ",
                                 "git            ", "docker         ", "curl           ", "profiles       1 of 2 "}) {
    EXPECT_TRUE(contains(outcome.out, area)) << outcome.out;
  }
  EXPECT_TRUE(outcome.out.ends_with("\nAll is well.\n")) << outcome.out;
}

TEST_F(DoctorCommand, AsksNoProviderUnlessItIsToldTo) {
  EXPECT_EQ(doctor().status, 0);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
  const auto outcome = doctor("--online");
  EXPECT_TRUE(contains(outcome.out, "endpoints      " + sandbox.authority("clearstreet"))) << outcome.out;
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(DoctorCommand, FindsAConfigurationThatCannotBeRead) {
  user.configure("[profile.x\n");
  auto outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "error: " + user.configuration_file().string() + ":1:")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "1 error, 0 warnings.")) << outcome.out;
  user.configure("[profile.x]\nprovider = \"generc\"\n");
  outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "did you mean \"generic\"?")) << outcome.out;
}

TEST_F(DoctorCommand, SaysThatThereIsNoConfigurationYet) {
  fs::remove(user.configuration_file());
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(outcome.out, "jeton add NAME --provider PROVIDER")) << outcome.out;
}

TEST_F(DoctorCommand, FindsAConfigurationThatShadowsTheUsualOne) {
  const auto other = user.home() / "other.toml";
  write_file(other, "");
  user.set("JETON_CONFIG", other);
  EXPECT_TRUE(contains(doctor().out, user.configuration_file().string() + " is not read, since JETON_CONFIG"));
}

TEST_F(DoctorCommand, MendsAConfigurationThatOthersCanWrite) {
  fs::permissions(user.configuration_file(), fs::perms::group_write, fs::perm_options::add);
  expect_found_and_mended("can be written by others", 3);
}

TEST_F(DoctorCommand, MendsASecretFileThatOthersCanRead) {
  const auto file = sandbox.folder() / "studyteam-secret";
  ::chmod(file.c_str(), 0644);
  expect_found_and_mended("studyteam-secret can be read by others", 0);
  EXPECT_EQ(mode_of(file), 0600U);
}

TEST_F(DoctorCommand, FindsASecretFileThatIsNotThere) {
  fs::remove(sandbox.folder() / "studyteam-secret");
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "studyteam-secret: No such file")) << outcome.out;
}

TEST_F(DoctorCommand, FindsSecretsThatAreNotThere) {
  const std::string begin = "[profile.x]\nprovider = \"clearstreet\"\nclient_id = \"a\"\n";
  for (const auto& [secret, words] : std::vector<std::pair<std::string, std::string>>{
           {"client_secret = { env = \"NOT_SET\" }", "x: client_secret: the environment variable NOT_SET is not set"},
           {"client_secret = { credential = \"c\" }", "x: client_secret: CREDENTIALS_DIRECTORY is not set"},
           {"client_secret = { command = [\"no-such-program\"] }", "x: client_secret: no-such-program is not on PATH"},
           {"credentials_file = \"config.toml\"", "config.toml is not a JSON object"}}) {
    user.configure(begin + secret + '\n');
    const auto outcome = doctor();
    EXPECT_EQ(outcome.status, 3) << outcome.out;
    EXPECT_TRUE(contains(outcome.out, words)) << outcome.out;
  }
}

TEST_F(DoctorCommand, RunsNoProgramForASecret) {
  const auto program = user.home() / "program";
  write_file(program, "#!/bin/sh\ntouch ~/was-run\necho secret\n", 0755);
  user.configure("[profile.x]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = { command = [\"" +
                 program.string() + "\"] }\n[store]\nkey = { command = [\"" + program.string() + "\"] }\n");
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_FALSE(fs::exists(user.home() / "was-run"));
}

TEST_F(DoctorCommand, MendsASecretThatIsMissingInTheStore) {
  user.configure(
      "[profile.x]\nprovider = \"clearstreet\"\nclient_id = \"a\"\n[profile.y]\nprovider = \"generic\"\n"
      "grant = \"static\"\nurls = [\"https://y.example\"]\n");
  auto outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  for (const auto* const words : {"x: client_secret is missing", "y: token is missing"}) {
    const auto repair = repair_of(outcome.out, words);
    EXPECT_TRUE(succeeded(user.shell("echo hunter2 | " + repair))) << repair;
  }
  outcome = doctor();
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_FALSE(contains(outcome.out, "is missing"));
}

TEST_F(DoctorCommand, MendsAStoreThatOthersCanWrite) {
  token("clearstreet");
  const auto file = user.state() / "clearstreet.lock";
  ::chmod(file.c_str(), 0666);
  expect_found_and_mended("clearstreet.lock can be written by others", 3);
}

TEST_F(DoctorCommand, SaysHowTheStoreIsKept) {
  EXPECT_TRUE(contains(doctor().out, ", not encrypted\n"));
  const auto key = user.home() / "key";
  write_file(key, "a key\n");
  ::chmod(key.c_str(), 0600);
  user.configure(profile("clearstreet") + "[store]\nkey = { file = \"" + key.string() + "\" }\n");
  EXPECT_TRUE(contains(doctor().out, ", encrypted with a key from a file\n"));
}

TEST_F(DoctorCommand, FindsAPluginThatCannotBeLoaded) {
  const auto plugin = user.home() / "none.so";
  write_file(plugin, "no library");
  user.configure("[profile.x]\nprovider = \"" + plugin.string() + "\"\nurls = [\"https://x.example\"]\n");
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, plugin.string() + " cannot be loaded: ")) << outcome.out;
}

TEST_F(DoctorCommand, MendsAGitThatAsksAnotherHelperFirst) {
  user.shell("git config --global credential.helper store; git config --global credential.https://" +
             sandbox.authority("clearstreet") + ".helper jeton");
  expect_found_and_mended("git asks store before jeton", 0);
}

TEST_F(DoctorCommand, MendsAGitThatGivesTokensToAnotherHelper) {
  user.configure(profile("clearstreet"));
  user.shell("jeton setup git; printf '[credential]\\n\\thelper = cache\\n' >>~/.gitconfig");
  expect_found_and_mended("git gives its tokens to cache as well", 0);
}

TEST_F(DoctorCommand, MendsAGitThatIsToldOfAMovedInstallation) {
  user.configure(profile("clearstreet"));
  user.shell("git config --global credential.https://" + sandbox.authority("clearstreet") +
             ".helper /gone/bin/git-credential-jeton");
  expect_found_and_mended("git finds no /gone/bin/git-credential-jeton", 3);
}

TEST_F(DoctorCommand, FindsAGitThatCannotReadItsConfiguration) {
  write_file(user.home() / ".gitconfig", "[credential\n");
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "error: git cannot read its configuration")) << outcome.out;
  EXPECT_TRUE(contains(outcome.err, ".gitconfig")) << outcome.err;
}

TEST_F(DoctorCommand, SaysWhatAnOldGitLosesAndNothingOfANewOne) {
  JETON_NEEDS_NEWER_GIT();
  write_file(user.home() / "old/git",
             "#!/bin/sh\n[ \"$1\" = version ] && echo git version 2.39.5 || exec " + newer_git() + " \"$@\"\n", 0755);
  fs::create_directory(user.home() / "new");
  fs::create_symlink(newer_git(), user.home() / "new/git");
  user.shell("jeton setup git clearstreet");
  user.put_on_path(user.home() / "old");
  EXPECT_TRUE(contains(doctor().out, "note: git 2.39.5 is older than 2.46: ")) << doctor().out;
  user.put_on_path(user.home() / "new");
  EXPECT_FALSE(contains(doctor().out, "is older than")) << doctor().out;
}

TEST_F(DoctorCommand, HasSomethingToSayWhereThereIsNothing) {
  const auto jeton = (stage() / "bin/jeton").string();
  auto outcome = user.run({"env", "PATH=", jeton, "doctor"});
  EXPECT_TRUE(succeeded(outcome)) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "git            there is none on PATH\n")) << outcome.out;
  outcome = user.run({"env", "--unset=HOME", jeton, "doctor"});
  EXPECT_TRUE(failed(outcome, 3, "HOME is not set"));
}

TEST_F(DoctorCommand, MendsAStoreThatSomebodyElseOwns) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  token("clearstreet");
  ASSERT_EQ(::chown(user.state().c_str(), 65534, 65534), 0);
  const auto before = doctor();
  EXPECT_EQ(before.status, 3);
  const auto repair = repair_of(before.out, user.state().string() + " belongs to another user");
  ASSERT_TRUE(repair.starts_with("sudo chown ")) << before.out;
  EXPECT_EQ(user.shell(repair.substr(5)).status, 0);
  EXPECT_TRUE(contains(doctor().out, "All is well."));
}

TEST_F(DoctorCommand, OutlivesAPluginThatCrashes) {
  const std::string plugin = JETON_BROKEN_PLUGIN;
  user.configure("[profile.x]\nprovider = \"" + plugin + "\"\nurls = [\"https://x.example\"]\nclient_id = \"a\"\n" +
                 profile("studyteam"));
  user.set("BROKEN_METADATA", "abort in metadata");
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "broken.so cannot be loaded: ")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "it aborted")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "\ncurl           ")) << outcome.out;
}

TEST_F(DoctorCommand, MendsACredsStoreThatPodmanDoesNotLookAt) {
  write_file(user.home() / "bin/podman", "#!/bin/sh\n", 0755);
  user.put_on_path(user.home() / "bin");
  write_file(user.home() / ".docker/config.json", "{\"credsStore\": \"jeton\"}\n");
  expect_found_and_mended("credsStore names jeton, which podman, skopeo and buildah do not look at", 0);
}

TEST_F(DoctorCommand, FindsAHelperThatDockerDoesNotFind) {
  const auto jeton = (stage() / "bin/jeton").string();
  write_file(user.home() / ".docker/config.json", "{\"credsStore\": \"jeton\"}\n");
  const auto outcome = user.run({"env", "PATH=/usr/bin:/bin", jeton, "doctor"});
  EXPECT_EQ(outcome.status, 3) << outcome.out;
  const auto repair = repair_of(outcome.out, "names docker-credential-jeton, which is not on PATH");
  EXPECT_FALSE(contains(user.shell("PATH=/usr/bin:/bin; " + repair + "; jeton doctor").out, "is not on PATH"))
      << repair;
}

TEST_F(DoctorCommand, MendsALoginInDockersVariable) {
  user.set("DOCKER_AUTH_CONFIG", "{\"auths\": {\"" + sandbox.authority("clearstreet") + "\": {\"auth\": \"dTpw\"}}}");
  const auto outcome = doctor();
  EXPECT_EQ(repair_of(outcome.out, "DOCKER_AUTH_CONFIG: the login for "), "unset DOCKER_AUTH_CONFIG") << outcome.out;
  user.unset("DOCKER_AUTH_CONFIG");
  EXPECT_TRUE(contains(doctor().out, "All is well."));
}

TEST_F(DoctorCommand, MendsACurlThatTakesTokensAlong) {
  write_file(user.home() / ".curlrc", "silent\n\t--location-trusted\nlocation-trusted-not\n");
  expect_found_and_mended("has location-trusted", 0);
  EXPECT_EQ(read_file(user.home() / ".curlrc"), "silent\nlocation-trusted-not\n");
}

TEST_F(DoctorCommand, MendsACurlThatLooksAtNoCertificates) {
  write_file(user.home() / "dotfiles/curlrc", "-k\nkeepalive-time = 9\n");
  fs::create_directories(user.home() / ".config");
  fs::create_symlink(user.home() / "dotfiles/curlrc", user.home() / ".config/curlrc");
  expect_found_and_mended(".config/curlrc has k: ", 0);
  EXPECT_EQ(read_file(user.home() / "dotfiles/curlrc"), "keepalive-time = 9\n");
}

TEST_F(DoctorCommand, MendsADockerLoginThatIsUsedInstead) {
  const auto registry = sandbox.authority("clearstreet");
  write_file(user.home() / ".docker/config.json", "{\"auths\": {\"" + registry + "\": {\"auth\": \"dTpw\"}}}\n");
  expect_found_and_mended("the login for " + registry + " in it is used, not jeton's clearstreet", 0);
}

TEST_F(DoctorCommand, FindsADockerConfigurationThatCannotBeRead) {
  write_file(user.home() / ".docker/config.json", "{");
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "error: " + (user.home() / ".docker/config.json").string())) << outcome.out;
}

TEST_F(DoctorCommand, MendsAProfileThatWantsALogin) {
  user.configure(profile("tradier"));
  const auto outcome = doctor();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(repair_of(outcome.out, "tradier: a person has to log in"), "jeton login tradier");
  log_in("tradier");
  EXPECT_TRUE(contains(doctor().out, "All is well."));
}

TEST_F(DoctorCommand, OnlineFindsWhoCannotBeReached) {
  user.unset("SSL_CERT_FILE");
  user.unset("CURL_CA_BUNDLE");
  user.configure("[profile.x]\nprovider = \"generic\"\ntoken_url = \"https://" + sandbox.authority("clearstreet") +
                 "/token\"\nurls = [\"https://x.example\"]\nclient_id = \"a\"\n");
  const auto outcome = doctor("--online");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "error: x: no usable answer from localhost: ")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "ca_file")) << outcome.out;
}

TEST_F(DoctorCommand, OnlineFindsAProxyThatIsNotThere) {
  user.configure(replaced(profile("clearstreet"), "[profile.clearstreet]\n",
                          "[profile.clearstreet]\nproxy = \"http://127.0.0.1:1\"\n"));
  EXPECT_EQ(doctor().status, 0);
  const auto outcome = doctor("--online");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_TRUE(contains(outcome.out, "error: clearstreet: ")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "proxy")) << outcome.out;
}

TEST_F(DoctorCommand, NeverShowsASecret) {
  user.configure("[profile.x]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = \"hunter2\"\n");
  ::chmod(user.configuration_file().c_str(), 0600);
  const auto outcome = doctor("--online");
  EXPECT_FALSE(contains(outcome.out + outcome.err, "hunter2"));
}

}  // namespace
}  // namespace jeton::e2e
