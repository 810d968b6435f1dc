#include <nlohmann/json.hpp>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// What must work with each of the three providers, with the tools that people have.
class EachProvider : public SandboxTest, public testing::WithParamInterface<const char*> {
 protected:
  std::string profile() const { return GetParam(); }
  std::string url() const { return sandbox.url(profile()); }
  std::string image() const { return sandbox.authority(profile()) + "/demo/hello"; }
  void trust_sandbox_in_go_programs() { user.set("SSL_CERT_FILE", sandbox.ca_file()); }
};

INSTANTIATE_TEST_SUITE_P(Sandbox, EachProvider, testing::Values("clearstreet", "studyteam", "portfolios"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(EachProvider, TokenIsPrintedWithANewline) {
  const auto outcome = user.run({"jeton", "token", profile()});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_GT(outcome.out.size(), 20U);
  EXPECT_EQ(outcome.out.find('\n'), outcome.out.size() - 1);
}

TEST_P(EachProvider, TokenAsJsonSaysWhenItExpiresAndWhereItCameFrom) {
  const auto first = json::parse(user.run({"jeton", "token", profile(), "--json"}).out);
  EXPECT_EQ(first.at("profile"), profile());
  EXPECT_EQ(first.at("token_type"), "Bearer");
  EXPECT_EQ(first.at("source"), "provider");
  EXPECT_EQ(first.at("scope"), profile() == "clearstreet" ? "studio" : "");
  EXPECT_TRUE(first.at("expires_at").get<std::string>().ends_with("Z"));
  const int lifetime = profile() == "portfolios" ? 86400 : 900;
  EXPECT_LE(first.at("expires_in").get<int>(), lifetime);
  EXPECT_GT(first.at("expires_in").get<int>(), lifetime - 30);

  const auto second = json::parse(user.run({"jeton", "token", "--json", profile()}).out);
  EXPECT_EQ(second.at("source"), "cache");
  EXPECT_EQ(second.at("access_token"), first.at("access_token"));
  EXPECT_EQ(second.at("expires_at"), first.at("expires_at"));
}

TEST_P(EachProvider, CurlReachesTheApi) {
  const auto outcome = user.shell("curl -sS --fail --cacert " + sandbox.ca_file().string() + " -K <(jeton curl " +
                                  profile() + ") " + url() + "/api/ping");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(contains(outcome.out, R"("ping":"pong")"));
}

TEST_P(EachProvider, GitListsClonesAndPushes) {
  EXPECT_TRUE(succeeded(user.run({"git", "ls-remote", "--exit-code", url() + "/git/demo.git", "main"})));
  EXPECT_TRUE(succeeded(user.run({"git", "clone", "--quiet", url() + "/git/demo.git", "work"})));
  const auto pushed = user.shell(
      "cd work && git commit --quiet --allow-empty -m 'One more' && git push --quiet origin HEAD:refs/heads/topic");
  EXPECT_TRUE(succeeded(pushed));
  EXPECT_TRUE(succeeded(user.run({"git", "ls-remote", "--exit-code", url() + "/git/demo.git", "topic"})));
}

TEST_P(EachProvider, NewerGitListsClonesAndPushesWithBearer) {
  JETON_NEEDS_NEWER_GIT();
  const auto repository = url() + "/git-bearer/demo.git";
  EXPECT_TRUE(succeeded(user.run({newer_git(), "ls-remote", "--exit-code", repository, "main"})));
  EXPECT_TRUE(succeeded(user.run({newer_git(), "clone", "--quiet", repository, "work"})));
  const auto git = "'" + newer_git() + "' -C work ";
  const auto pushed = user.shell(git + "commit --quiet --allow-empty -m 'One more' && " + git +
                                 "push --quiet origin HEAD:refs/heads/topic");
  EXPECT_TRUE(succeeded(pushed));
}

TEST_P(EachProvider, SkopeoInspectsAndLogsIn) {
  trust_sandbox_in_go_programs();
  const auto inspected = user.run({"skopeo", "inspect", "--format", "{{.Digest}}", "docker://" + image()});
  EXPECT_TRUE(succeeded(inspected));
  EXPECT_TRUE(inspected.out.starts_with("sha256:"));
  const auto logged_in = user.run({"skopeo", "login", sandbox.authority(profile())});
  EXPECT_TRUE(succeeded(logged_in));
  EXPECT_TRUE(contains(logged_in.out, "Existing credentials are valid"));
}

TEST_P(EachProvider, DockerInspectsAManifest) {
  JETON_NEEDS_DOCKER();
  trust_sandbox_in_go_programs();
  const auto inspected = user.run({docker(), "manifest", "inspect", image()});
  EXPECT_TRUE(succeeded(inspected));
  EXPECT_TRUE(contains(inspected.out, "sha256:"));
}

TEST_P(EachProvider, DockerLogsInWithTheTokenItself) {
  JETON_NEEDS_DOCKER();
  trust_sandbox_in_go_programs();
  const auto logged_in = user.shell("jeton token " + profile() + " | '" + docker() +
                                    "' login -u oauth2 --password-stdin " + sandbox.authority(profile()));
  EXPECT_EQ(logged_in.status, 0) << logged_in.err;
  EXPECT_TRUE(contains(logged_in.out, "Login Succeeded"));
}

TEST_P(EachProvider, IsAskedOnceForAllTools) {
  trust_sandbox_in_go_programs();
  token(profile());
  const auto ping = "curl -sS --fail -K <(jeton curl " + profile() + ") " + url() + "/api/ping";
  EXPECT_TRUE(succeeded(user.shell(ping)));
  EXPECT_TRUE(succeeded(user.run({"git", "ls-remote", url() + "/git/demo.git"})));
  EXPECT_TRUE(succeeded(user.run({"skopeo", "inspect", "docker://" + image()})));
  const auto requests = sandbox.requests(profile());
  EXPECT_EQ(requests.at("token_requests"), 1);
  EXPECT_EQ(requests.at("granted"), 1);
  EXPECT_EQ(requests.at("api"), 1);
  EXPECT_GE(requests.at("git"), 1);
  EXPECT_GE(requests.at("registry"), 1);
}

TEST_P(EachProvider, IsAskedAsItsDocumentationShows) {
  token(profile());
  const auto request = sandbox.requests(profile()).at("last_token_request");
  EXPECT_EQ(request.at("method"), "POST");
  EXPECT_EQ(request.at("path"), "/oauth/token");
  const auto& headers = request.at("headers");
  EXPECT_EQ(headers.at("content-type"), "application/json");
  EXPECT_FALSE(headers.contains("authorization"));
  EXPECT_EQ(headers.at("accept"), profile() == "portfolios" ? "application/json; version=1.0.0" : "application/json");
  const auto body = json::parse(request.at("body").get<std::string>());
  EXPECT_EQ(body.at("grant_type"), "client_credentials");
  EXPECT_EQ(body.at("client_secret"), sandbox.client_secret(profile()));
  EXPECT_EQ(body.size(), profile() == "portfolios" ? 3U : 4U);
}

}  // namespace
}  // namespace jeton::e2e
