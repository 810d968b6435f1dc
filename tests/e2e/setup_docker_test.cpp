#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A user whose docker, podman and skopeo know nothing of jeton, with configurations as people have them.
class SetupDocker : public SandboxTest {
 protected:
  SetupDocker() {
    user.unset("DOCKER_CONFIG");
    user.set("SSL_CERT_FILE", sandbox.ca_file());
    user.set("XDG_RUNTIME_DIR", user.home() / "run");
    fs::create_directory(user.home() / "run");
    write_file(docker_file(), docker_configuration);
    write_file(containers_file(), containers_configuration);
  }

  fs::path docker_file() const { return user.home() / ".docker/config.json"; }
  fs::path containers_file() const { return user.home() / ".config/containers/auth.json"; }
  fs::path passing_file() const { return user.home() / "run/containers/auth.json"; }
  json docker_helpers() const { return json::parse(read_file(docker_file())).at("credHelpers"); }
  json containers_helpers() const { return json::parse(read_file(containers_file())).at("credHelpers"); }
  std::string registry() const { return sandbox.authority("clearstreet"); }
  std::string image() const { return registry() + "/demo/hello"; }

  Outcome set_up(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"jeton", "setup", "docker"});
    return user.run(std::move(arguments));
  }
  Outcome skopeo_login(const std::string& server) const { return user.run({"skopeo", "login", "--get-login", server}); }
  /// The sandbox's profiles, and one for Docker Hub with the credentials of the first.
  void add_docker_hub() const {
    auto text = sandbox.configuration();
    const auto start = text.find("[profile.clearstreet]");
    auto hub = text.substr(start, text.find("[profile.", start + 1) - start);
    hub.replace(0, std::string("[profile.clearstreet]").size(), "[profile.hub]\nusername = \"whale\"");
    const auto urls = hub.find("urls");
    hub.replace(urls, hub.find('\n', urls) - urls, "urls = [\"https://docker.io\"]");
    user.configure(text + '\n' + hub);
  }

  static constexpr const char* docker_configuration =
      "{\n"
      "\t\"auths\": {\n"
      "\t\t\"quay.example\": {\n"
      "\t\t\t\"auth\": \"YTpi\"\n"
      "\t\t}\n"
      "\t},\n"
      "\t\"credHelpers\": {\n"
      "\t\t\"gcr.example\": \"gcloud\"\n"
      "\t},\n"
      "\t\"psFormat\": \"table {{.ID}}\\t{{.Names}} \\u003cx\\u003e\",\n"
      "\t\"unknownToAll\": 1.0\n"
      "}";
  static constexpr const char* containers_configuration = "{\"auths\": {\"quay.example\": {\"auth\": \"YTpi\"}}}\n";
};

TEST_F(SetupDocker, DockerPullsWhatItCouldNot) {
  JETON_NEEDS_DOCKER();
  EXPECT_NE(user.run({docker(), "manifest", "inspect", image()}).status, 0);
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(succeeded(user.run({docker(), "manifest", "inspect", image()})));
}

TEST_F(SetupDocker, SkopeoInspectsWhatItCouldNot) {
  EXPECT_NE(user.run({"skopeo", "inspect", "docker://" + image()}).status, 0);
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(succeeded(user.run({"skopeo", "inspect", "docker://" + image()})));
}

TEST_F(SetupDocker, PodmanIsLoggedIn) {
  if (user.run({"podman", "--version"}).status != 0) GTEST_SKIP() << "no podman that runs";
  EXPECT_NE(user.run({"podman", "login", "--get-login", registry()}).status, 0);
  EXPECT_TRUE(succeeded(set_up()));
  const auto outcome = user.run({"podman", "login", "--get-login", registry()});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "oauth2\n");
}

TEST_F(SetupDocker, SkopeoNeedsNoFileOfDockers) {
  EXPECT_TRUE(succeeded(set_up()));
  fs::remove(docker_file());
  EXPECT_EQ(skopeo_login(registry()).out, "oauth2\n");
}

TEST_F(SetupDocker, SkopeoNeedsDockersFileAlone) {
  EXPECT_TRUE(succeeded(set_up()));
  fs::remove(containers_file());
  EXPECT_EQ(skopeo_login(registry()).out, "oauth2\n");
}

TEST_F(SetupDocker, WhatIsWrittenIsSaidAndTheRestStays) {
  const auto outcome = set_up({"clearstreet"});
  EXPECT_TRUE(succeeded(outcome));
  const auto port = sandbox.port("clearstreet");
  std::string expected;
  for (const auto& file : {docker_file().string(), containers_file().string()}) {
    for (const std::string host : {"127.0.0.1", "localhost"})
      expected += file + ": added " + host + ':' + port + " (jeton)\n";
  }
  EXPECT_EQ(outcome.out, expected);
  auto text = read_file(docker_file());
  for (const std::string host : {"127.0.0.1", "localhost"}) {
    const auto line = ",\n\t\t\"" + host + ':' + port + "\": \"jeton\"";
    ASSERT_TRUE(contains(text, line)) << text;
    text.erase(text.find(line), line.size());
  }
  EXPECT_EQ(text, docker_configuration);
}

TEST_F(SetupDocker, TwiceIsTheSameAsOnce) {
  EXPECT_TRUE(succeeded(set_up()));
  const auto once = read_file(docker_file()) + read_file(containers_file());
  const auto outcome = set_up();
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out,
            docker_file().string() + ": nothing to do\n" + containers_file().string() + ": nothing to do\n");
  EXPECT_EQ(read_file(docker_file()) + read_file(containers_file()), once);
}

TEST_F(SetupDocker, UndoLeavesTheFilesAsTheyWere) {
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(succeeded(set_up({"--undo"})));
  EXPECT_EQ(read_file(docker_file()), docker_configuration);
  EXPECT_EQ(read_file(containers_file()), containers_configuration);
  EXPECT_NE(skopeo_login(registry()).status, 0);
}

TEST_F(SetupDocker, LinksAndModesStay) {
  fs::create_directory(user.home() / "dotfiles");
  fs::rename(docker_file(), user.home() / "dotfiles/docker.json");
  fs::permissions(user.home() / "dotfiles/docker.json", fs::perms(0640));
  fs::create_symlink("../dotfiles/docker.json", docker_file());
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_TRUE(fs::is_symlink(docker_file()));
  EXPECT_EQ(mode_of(user.home() / "dotfiles/docker.json"), 0640U);
  EXPECT_TRUE(docker_helpers().contains(registry()));
}

TEST_F(SetupDocker, FilesThatAreNotThereAreMadeForTheUserAlone) {
  fs::remove_all(user.home() / ".docker");
  fs::remove_all(user.home() / ".config/containers");
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_EQ(mode_of(docker_file()), 0600U);
  EXPECT_EQ(mode_of(containers_file()), 0600U);
  EXPECT_EQ(skopeo_login(registry()).out, "oauth2\n");
}

TEST_F(SetupDocker, DockerHubHasTheKeysOfAllClients) {
  add_docker_hub();
  EXPECT_TRUE(succeeded(set_up({"hub"})));
  EXPECT_EQ(docker_helpers(),
            (json{{"gcr.example", "gcloud"}, {"https://index.docker.io/v1/", "jeton"}, {"docker.io", "jeton"}}));
  EXPECT_EQ(skopeo_login("docker.io").out, "whale\n");
}

TEST_F(SetupDocker, DockerFindsItsLoginForDockerHub) {
  JETON_NEEDS_DOCKER();
  add_docker_hub();
  EXPECT_TRUE(succeeded(set_up({"hub"})));
  // The login is found; what then fails is that nothing listens there.
  user.set("DOCKER_HOST", "unix://" + (user.home() / "none.sock").string());
  const auto outcome = user.run({docker(), "login"});
  EXPECT_TRUE(contains(outcome.out + outcome.err, "whale")) << outcome.out << outcome.err;
}

TEST_F(SetupDocker, RegistryOfAnotherHelperIsLeftToIt) {
  const auto others = R"({"credHelpers": {")" + registry() + R"(": "ecr-login"}})";
  write_file(docker_file(), others);
  const auto outcome = set_up({"clearstreet"});
  EXPECT_TRUE(
      failed(outcome, 3, docker_file().string() + ": " + registry() + " belongs to docker-credential-ecr-login"));
  EXPECT_EQ(docker_helpers().at(registry()), "ecr-login");
  EXPECT_EQ(docker_helpers().at("127.0.0.1:" + sandbox.port("clearstreet")), "jeton");
  EXPECT_EQ(containers_helpers().at(registry()), "jeton");
  set_up({"--undo"});
  EXPECT_EQ(read_file(docker_file()), others);
}

TEST_F(SetupDocker, LoginThatIsFoundBeforeTheHelperIsSaid) {
  write_file(passing_file(), R"({"auths": {")" + registry() + R"(": {"auth": "YWxpY2U6c2VjcmV0"}}})");
  const auto outcome = set_up({"clearstreet"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_EQ(skopeo_login(registry()).out, "alice\n");
  const auto command = outcome.err.find("podman logout");
  ASSERT_NE(command, std::string::npos) << outcome.err;
  EXPECT_TRUE(succeeded(user.shell("skopeo" + outcome.err.substr(command + std::string("podman").size()))));
  EXPECT_EQ(skopeo_login(registry()).out, "oauth2\n");
  EXPECT_TRUE(succeeded(set_up({"clearstreet"})));
}

TEST_F(SetupDocker, OfProfilesThatShareARegistryTheUserChoosesOne) {
  auto text = sandbox.configuration();
  const auto start = text.find("[profile.studyteam]");
  auto second = text.substr(start, text.find("[profile.portfolios]") - start);
  second.replace(0, std::string("[profile.studyteam]").size(), "[profile.second]\nusername = \"second\"");
  user.configure(text + '\n' + second);
  const auto shared = sandbox.authority("studyteam");

  const auto undecided = set_up();
  EXPECT_EQ(undecided.status, 3);
  EXPECT_TRUE(contains(undecided.err, shared + " is in the urls of second, studyteam")) << undecided.err;
  EXPECT_FALSE(docker_helpers().contains(shared));

  const auto chosen = set_up({"second"});
  EXPECT_EQ(chosen.status, 0);
  EXPECT_EQ(docker_helpers().at(shared), "jeton-second");
  EXPECT_TRUE(contains(chosen.err, "run: ln -s docker-credential-jeton ")) << chosen.err;
  fs::create_directory(user.home() / "bin");
  fs::create_symlink(stage() / "bin/docker-credential-jeton", user.home() / "bin/docker-credential-jeton-second");
  user.put_on_path(user.home() / "bin");
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_EQ(skopeo_login(shared).out, "second\n");
}

TEST_F(SetupDocker, HelperThatDockerWouldNotFindIsSaid) {
  user.set("PATH", "/usr/bin:/bin");
  const auto outcome = user.run({(stage() / "bin/jeton").string(), "setup", "docker", "clearstreet"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(is_one_message(outcome.err));
  const auto command = outcome.err.find("export PATH=");
  ASSERT_NE(command, std::string::npos) << outcome.err;
  EXPECT_EQ(user.shell(outcome.err.substr(command) + "skopeo login --get-login " + registry()).out, "oauth2\n");
}

TEST_F(SetupDocker, OtherConfigurationIsSaid) {
  const auto other = user.home() / "other.toml";
  fs::rename(user.configuration_file(), other);
  const auto outcome = set_up({"--config", other, "clearstreet"});
  EXPECT_TRUE(contains(outcome.err, "run: export JETON_CONFIG=" + other.string())) << outcome.err;
  user.set("JETON_CONFIG", other);
  EXPECT_TRUE(succeeded(set_up({"clearstreet"})));
}

TEST_F(SetupDocker, WhatIsPrintedIsAllThatDockerNeeds) {
  const auto outcome = set_up({"--print", "clearstreet"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(read_file(docker_file()), docker_configuration);
  EXPECT_EQ(read_file(containers_file()), containers_configuration);
  write_file(containers_file(), outcome.out);
  EXPECT_EQ(skopeo_login(registry()).out, "oauth2\n");
}

TEST_F(SetupDocker, FilesAreThoseThatTheToolsRead) {
  user.set("DOCKER_CONFIG", user.home() / "d");
  user.set("REGISTRY_AUTH_FILE", user.home() / "r.json");
  EXPECT_TRUE(succeeded(set_up()));
  EXPECT_EQ(read_file(docker_file()), docker_configuration);
  EXPECT_EQ(read_file(containers_file()), containers_configuration);
  EXPECT_TRUE(fs::exists(user.home() / "d/config.json"));
  EXPECT_EQ(skopeo_login(registry()).out, "oauth2\n");
}

TEST_F(SetupDocker, FileThatIsNoneIsLeftAlone) {
  write_file(docker_file(), "{\"auths\": {}, }");
  EXPECT_TRUE(failed(set_up(), 3, docker_file().string() + ": it is no JSON object"));
  EXPECT_EQ(read_file(docker_file()), "{\"auths\": {}, }");
}

}  // namespace
}  // namespace jeton::e2e
