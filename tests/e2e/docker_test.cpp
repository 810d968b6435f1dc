#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* not_found = "credentials not found in native keychain\n";

/// The credential helper of docker, podman, skopeo and buildah, called as they call it.
class DockerHelper : public SandboxTest {
 protected:
  Outcome helper(const std::string& action, const std::string& input = {}) const {
    return user.run({"docker-credential-jeton", action}, input);
  }
  Outcome store(const std::string& server, const std::string& username, const std::string& secret) const {
    return helper("store", json{{"ServerURL", server}, {"Username", username}, {"Secret", secret}}.dump() + '\n');
  }
  std::string server() const { return sandbox.authority("clearstreet"); }

  int stored_logins() const {
    return static_cast<int>(std::ranges::count_if(User::files_below(user.state()),
                                                  [](const auto& file) { return file.extension() == ".login"; }));
  }
};

TEST_F(DockerHelper, GetAnswersWithTheTokenAndTheServerAsItWasGiven) {
  const auto secret = token("clearstreet");
  for (const auto& name :
       {server(), "https://" + server(), "https://" + server() + "/v2/", "LOCALHOST:" + sandbox.port("clearstreet"),
        server() + "/demo/hello", "127.0.0.1:" + sandbox.port("clearstreet")}) {
    const auto outcome = helper("get", name);
    EXPECT_TRUE(succeeded(outcome)) << name;
    EXPECT_EQ(json::parse(outcome.out), (json{{"ServerURL", name}, {"Username", "oauth2"}, {"Secret", secret}}));
  }
}

TEST_F(DockerHelper, ServerMayEndWithALineEnd) {
  EXPECT_TRUE(succeeded(helper("get", server() + "\r\n")));
}

TEST_F(DockerHelper, UsernameIsTheProfiles) {
  user.configure(sandbox.configuration({{"clearstreet", "username = \"AWS\"\n"}}));
  EXPECT_EQ(json::parse(helper("get", server()).out).at("Username"), "AWS");
}

TEST_F(DockerHelper, OtherServersGetTheTextThatClientsCompareWith) {
  for (const auto* const name : {"registry.example.com", "localhost:1", "https://index.docker.io/v1/",
                                 "localhost.evil.example", "http://registry.example.com", "nerdctl-experimental://x"}) {
    const auto outcome = helper("get", name);
    EXPECT_EQ(outcome.status, 1) << name;
    EXPECT_EQ(outcome.out, not_found) << name;
    EXPECT_EQ(outcome.err, "") << name;
  }
}

TEST_F(DockerHelper, PlainHttpIsNotCoveredByHttps) {
  EXPECT_EQ(helper("get", "http://" + server()).out, not_found);
}

TEST_F(DockerHelper, NoServerIsSaid) {
  for (const auto* const action : {"get", "erase"}) {
    const auto outcome = helper(action, "\n");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "no credentials server URL\n");
  }
}

TEST_F(DockerHelper, StoreWithoutServerOrUserIsSaid) {
  EXPECT_EQ(helper("store", R"({"Username":"a","Secret":"b"})").out, "no credentials server URL\n");
  EXPECT_EQ(helper("store", R"({"ServerURL":"registry.example.com","Secret":"b"})").out, "no credentials username\n");
  EXPECT_EQ(helper("store", "{garbage").status, 1);
}

TEST_F(DockerHelper, UnknownActionIsAnError) {
  const auto outcome = helper("frobnicate");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "docker-credential-jeton: unknown action: frobnicate\n");
}

TEST_F(DockerHelper, WithoutAnActionThereIsUsage) {
  for (const auto& outcome :
       {user.run({"docker-credential-jeton"}), user.run({"docker-credential-jeton", "get", "x"})}) {
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "Usage: docker-credential-jeton <get|store|erase|list|version>\n");
  }
}

TEST_F(DockerHelper, VersionIsPrinted) {
  const auto outcome = helper("version");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(outcome.out.starts_with("docker-credential-jeton "));
}

TEST_F(DockerHelper, IsJetonDockerToo) {
  const auto outcome = user.run({"jeton", "docker", "get"}, server());
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, helper("get", server()).out);
}

TEST_F(DockerHelper, ListIsEmptyAndAsksNobody) {
  const auto outcome = helper("list", "unused");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(json::parse(outcome.out), json::object());
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(DockerHelper, StoreOfAnOwnTokenIsAcceptedAndDiscarded) {
  const auto first = token("clearstreet");
  EXPECT_TRUE(succeeded(store(server(), "oauth2", first)));
  user.run({"jeton", "token", "--renew", "clearstreet"});
  EXPECT_TRUE(succeeded(store("https://" + server(), "whoever", first))) << "it was given out, and lives";
  EXPECT_EQ(stored_logins(), 0);
}

TEST_F(DockerHelper, StoreOfAnIdentityTokenIsAcceptedAndDiscarded) {
  const auto outcome =
      helper("store", "{\"ServerURL\":\"" + server() +
                          "\",\"Username\":\"\\u003ctoken\\u003e\",\"Secret\":\"made-by-the-registry\"}\n");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(stored_logins(), 0);
}

TEST_F(DockerHelper, StoreOfAnotherPasswordForACoveredServerIsRefused) {
  const auto outcome = store(server(), "alice", "s3cret");
  EXPECT_TRUE(failed(outcome, 1, "jeton: clearstreet: "));
  EXPECT_EQ(outcome.out, outcome.err);
  EXPECT_FALSE(contains(outcome.err, "s3cret"));
  EXPECT_EQ(stored_logins(), 0);
}

TEST_F(DockerHelper, LoginsOfOtherServersAreKeptListedAndErased) {
  EXPECT_TRUE(succeeded(store("registry.example.com", "alice", "s3cret")));
  EXPECT_TRUE(succeeded(store("https://other.example.com:5000", "bob", "pass\\word\"")));
  EXPECT_EQ(json::parse(helper("get", "registry.example.com").out),
            (json{{"ServerURL", "registry.example.com"}, {"Username", "alice"}, {"Secret", "s3cret"}}));
  EXPECT_EQ(json::parse(helper("get", "other.example.com:5000").out),
            (json{{"ServerURL", "other.example.com:5000"}, {"Username", "bob"}, {"Secret", "pass\\word\""}}));
  EXPECT_EQ(json::parse(helper("list", "unused").out),
            (json{{"registry.example.com", "alice"}, {"https://other.example.com:5000", "bob"}}));
  for (const auto& file : User::files_below(user.state())) EXPECT_EQ(mode_of(file), 0600U) << file;

  EXPECT_TRUE(succeeded(helper("erase", "https://registry.example.com")));
  EXPECT_EQ(helper("get", "registry.example.com").out, not_found);
  EXPECT_EQ(json::parse(helper("list", "unused").out), (json{{"https://other.example.com:5000", "bob"}}));
}

TEST_F(DockerHelper, EraseSucceedsWhetherOrNotThereWasAnything) {
  for (const auto& name : {std::string("registry.example.com"), server(), std::string("not a server")}) {
    EXPECT_TRUE(succeeded(helper("erase", name))) << name;
  }
}

TEST_F(DockerHelper, NamesOfDockerHubAreOneLogin) {
  EXPECT_TRUE(succeeded(store("https://index.docker.io/v1/", "alice", "s3cret")));
  for (const auto* const name : {"docker.io", "index.docker.io", "registry-1.docker.io", "https://index.docker.io/v1/",
                                 "https://registry-1.docker.io"}) {
    EXPECT_EQ(json::parse(helper("get", name).out).at("Secret"), "s3cret") << name;
  }
}

TEST_F(DockerHelper, TokensOfDockerHubsBrowserLoginAreKeptApart) {
  EXPECT_TRUE(succeeded(store("https://index.docker.io/v1/", "alice", "s3cret")));
  EXPECT_TRUE(succeeded(store("https://index.docker.io/v1/access-token", "alice", "access")));
  EXPECT_TRUE(succeeded(store("https://index.docker.io/v1/refresh-token", "alice", "refresh")));
  EXPECT_EQ(json::parse(helper("get", "https://index.docker.io/v1/").out).at("Secret"), "s3cret");
  EXPECT_EQ(json::parse(helper("get", "https://index.docker.io/v1/access-token").out).at("Secret"), "access");
  EXPECT_EQ(json::parse(helper("get", "https://index.docker.io/v1/refresh-token").out).at("Secret"), "refresh");
}

TEST_F(DockerHelper, DamagedLoginCostsTheListNothing) {
  EXPECT_TRUE(succeeded(store("a.example.com", "alice", "s3cret")));
  for (const auto& file : User::files_below(user.state())) {
    if (file.extension() == ".login") write_file(file, "garbage");
  }
  EXPECT_TRUE(succeeded(store("b.example.com", "bob", "s3cret")));
  const auto outcome = helper("list", "unused");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(json::parse(outcome.out), (json{{"b.example.com", "bob"}}));
  EXPECT_EQ(helper("get", "a.example.com").status, 1);
}

/// Two profiles that match a server equally well.
class DockerProfiles : public DockerHelper {
 protected:
  DockerProfiles() {
    auto text = sandbox.configuration();
    const auto start = text.find("[profile.studyteam]");
    auto second = text.substr(start, text.find("[profile.portfolios]") - start);
    second.replace(0, std::string("[profile.studyteam]").size(), "[profile.second]\nusername = \"second\"");
    user.configure(text + '\n' + second);
    fs::create_directory(user.home() / "bin");
    for (const auto* const name : {"studyteam", "second"}) {
      fs::create_symlink(stage() / "bin/docker-credential-jeton",
                         user.home() / "bin" / (std::string("docker-credential-jeton-") + name));
    }
    user.put_on_path(user.home() / "bin");
  }
};

TEST_F(DockerProfiles, EquallyGoodOnesGetNoAnswerAndAreNamed) {
  const auto outcome = helper("get", sandbox.authority("studyteam"));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 1);
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_TRUE(contains(outcome.err, "second") && contains(outcome.err, "studyteam")) << outcome.err;
}

TEST_F(DockerProfiles, NameOfTheProgramChooses) {
  const auto server_name = sandbox.authority("studyteam");
  const auto first = user.run({"docker-credential-jeton-studyteam", "get"}, server_name);
  EXPECT_EQ(json::parse(first.out).at("Username"), "oauth2");
  const auto second = user.run({"docker-credential-jeton-second", "get"}, server_name);
  EXPECT_EQ(json::parse(second.out).at("Username"), "second");
}

TEST_F(DockerProfiles, NameOfTheProgramRestricts) {
  const auto outcome = user.run({"docker-credential-jeton-second", "get"}, server());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, not_found);
}

TEST_F(DockerProfiles, NameOfTheProgramThatIsNoProfilesIsAnError) {
  fs::create_symlink(stage() / "bin/docker-credential-jeton", user.home() / "bin/docker-credential-jeton-third");
  const auto outcome = user.run({"docker-credential-jeton-third", "get"}, server());
  EXPECT_TRUE(failed(outcome, 1, "third"));
}

TEST_F(DockerProfiles, UserNameChoosesForStore) {
  EXPECT_TRUE(succeeded(store(sandbox.authority("studyteam"), "second", token("second"))));
}

/// docker and skopeo with jeton as their only credential store, against a registry that no profile covers.
class ForeignRegistry : public DockerHelper {
 protected:
  ForeignRegistry() {
    auto text = sandbox.configuration();
    for (const auto* const profile : {"clearstreet", "studyteam", "portfolios"}) {
      const auto ip_url = ", \"https://" + by_ip(profile) + '"';
      text.erase(text.find(ip_url), ip_url.size());
    }
    user.configure(text);
    user.set("SSL_CERT_FILE", sandbox.ca_file());
    user.set("DOCKER_CONFIG", user.home() / "docker");
    write_file(user.home() / "docker/config.json",
               R"({"credsStore": "jeton", "credHelpers": {")" + by_ip("clearstreet") + R"(": "jeton"}})");
  }
  std::string by_ip(const std::string& profile) const { return "127.0.0.1:" + sandbox.port(profile); }
  std::string registry() const { return by_ip("clearstreet"); }
  /// The sandbox's registry takes a token as password, whoever it is from.
  Outcome log_in(const std::string& program) const {
    return user.shell("jeton token clearstreet | '" + program + "' login -u alice --password-stdin " + registry());
  }
};

TEST_F(ForeignRegistry, DockerLogsInUsesTheLoginAndLogsOut) {
  JETON_NEEDS_DOCKER();
  EXPECT_EQ(log_in(docker()).status, 0);
  EXPECT_EQ(stored_logins(), 1);
  EXPECT_EQ(json::parse(helper("list").out), (json{{registry(), "alice"}}));
  EXPECT_EQ(json::parse(helper("get", registry()).out).at("Secret"), token("clearstreet"));
  EXPECT_TRUE(succeeded(user.run({docker(), "manifest", "inspect", registry() + "/demo/hello"})));
  EXPECT_EQ(user.run({docker(), "logout", registry()}).status, 0);
  EXPECT_EQ(stored_logins(), 0);
  EXPECT_NE(user.run({docker(), "manifest", "inspect", registry() + "/demo/hello"}).status, 0);
}

TEST_F(ForeignRegistry, SkopeoLogsInUsesTheLoginAndLogsOut) {
  EXPECT_TRUE(succeeded(log_in("skopeo")));
  EXPECT_EQ(stored_logins(), 1);
  EXPECT_EQ(user.run({"skopeo", "login", "--get-login", registry()}).out, "alice\n");
  EXPECT_TRUE(succeeded(user.run({"skopeo", "inspect", "docker://" + registry() + "/demo/hello"})));
  EXPECT_TRUE(succeeded(user.run({"skopeo", "logout", registry()})));
  EXPECT_EQ(stored_logins(), 0);
}

TEST_F(ForeignRegistry, DockerStaysAnonymousWithoutALogin) {
  JETON_NEEDS_DOCKER();
  const auto outcome = user.run({docker(), "manifest", "inspect", registry() + "/demo/hello"});
  EXPECT_NE(outcome.status, 0);
  EXPECT_FALSE(contains(outcome.err, "jeton"));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(ForeignRegistry, DockersLogoutOfACoveredServerIsNoError) {
  JETON_NEEDS_DOCKER();
  token("clearstreet");
  const auto outcome = user.run({docker(), "logout", server()});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  token("clearstreet");
}

}  // namespace
}  // namespace jeton::e2e
