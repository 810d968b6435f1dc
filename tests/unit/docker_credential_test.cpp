#include "docker/credential.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace jeton::docker {
namespace {

std::string name_of(const std::string& text) {
  const auto server = parse_server(text);
  return server ? server->name : "none";
}

bool is_covered(const std::string& text, const std::string& pattern) {
  std::string trouble;
  const auto url = UrlPattern::parse(pattern, trouble).value();
  const auto server = parse_server(text);
  return server &&
         std::ranges::any_of(server->requests, [&](const RequestUrl& request) { return url.covers(request); });
}

TEST(DockerServer, IsOneRegistryInEveryFormThatClientsSend) {
  for (const auto* const text : {
           "registry.example",  // docker, skopeo, podman, oras, crane
           "registry.example:443",
           "https://registry.example:443",  // nerdctl
           "https://registry.example",
           "https://registry.example/",
           "https://registry.example/v2/",
           "https://registry.example/v1/",
           "REGISTRY.example",
           "registry.example/",
           "registry.example/team/repo",  // crane asks for the repository first
           " registry.example\n",
       }) {
    EXPECT_EQ(name_of(text), name_of("registry.example")) << text;
    EXPECT_TRUE(is_covered(text, "https://registry.example")) << text;
    EXPECT_TRUE(is_covered(text, "https://registry.example/some/path")) << text;
    EXPECT_FALSE(is_covered(text, "https://registry.example:5000")) << text;
  }
}

TEST(DockerServer, IsGivenBackUnchanged) {
  for (const auto* const text : {"REGISTRY.example:443", "https://registry.example/v2/", "registry.example/team/repo",
                                 "https://index.docker.io/v1/", "docker.io", "http://localhost:5000", "[::1]:5000"}) {
    EXPECT_EQ(parse_server(text)->text, text);
  }
}

TEST(DockerServer, IsAnotherWithAnotherHostOrPort) {
  std::set<std::string> names;
  for (const auto* const text : {"registry.example", "registry.example:5000", "registry.example:80", "other.example",
                                 "localhost:5000", "127.0.0.1:5000", "[::1]:5000", "docker.io", "a.docker.io"}) {
    EXPECT_TRUE(names.insert(name_of(text)).second) << text;
  }
}

TEST(DockerServer, OfDockerHubIsOneWhateverItIsCalled) {
  for (const auto* const text :
       {"https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io",
        "https://index.docker.io/v1", "https://docker.io", "https://registry-1.docker.io/v2/", "docker.io:443",
        "index.docker.io/v1/", "docker.io/library/alpine", "https://INDEX.docker.io/v1/"}) {
    EXPECT_EQ(name_of(text), name_of("https://index.docker.io/v1/")) << text;
    for (const auto* const pattern : {"https://index.docker.io", "https://docker.io", "https://registry-1.docker.io"}) {
      EXPECT_TRUE(is_covered(text, pattern)) << text << ' ' << pattern;
    }
  }
}

TEST(DockerServer, KeepsDockerHubsOwnTokensApart) {
  const auto access = parse_server("https://index.docker.io/v1/access-token");
  const auto refresh = parse_server("https://index.docker.io/v1/refresh-token");
  ASSERT_TRUE(access && refresh);
  EXPECT_NE(access->name, refresh->name);
  EXPECT_NE(access->name, name_of("https://index.docker.io/v1/"));
  EXPECT_NE(refresh->name, name_of("https://index.docker.io/v1/"));
  EXPECT_TRUE(access->requests.empty());
  EXPECT_TRUE(refresh->requests.empty());
}

TEST(DockerServer, OverHttpIsAProfilesOnLoopbackAlone) {
  EXPECT_TRUE(is_covered("http://localhost:5000", "http://localhost:5000"));
  EXPECT_TRUE(is_covered("localhost:5000", "http://localhost:5000"));
  EXPECT_TRUE(is_covered("localhost:5000", "https://localhost:5000"));
  EXPECT_FALSE(is_covered("http://localhost:5000", "https://localhost:5000"));
  EXPECT_FALSE(is_covered("https://localhost:5000", "http://localhost:5000"));
  for (const auto* const text : {"http://registry.example", "http://registry.example:443",
                                 "http://registry.example/v2/", "http://docker.io", "http://index.docker.io/v1/"}) {
    ASSERT_TRUE(parse_server(text)) << text;
    EXPECT_TRUE(parse_server(text)->requests.empty()) << text;
    EXPECT_NE(name_of(text), name_of("registry.example")) << text;
    EXPECT_NE(name_of(text), name_of("docker.io")) << text;
  }
}

TEST(DockerServer, OverHttpIsAnotherWithAnotherPort) {
  EXPECT_EQ(name_of("http://registry.example"), name_of("http://registry.example:80"));
  EXPECT_NE(name_of("http://registry.example"), name_of("http://registry.example:443"));
  EXPECT_EQ(name_of("http://localhost"), name_of("localhost:80"));
  EXPECT_NE(name_of("http://localhost"), name_of("localhost"));
}

TEST(DockerServer, WithADotSegmentIsNoProfiles) {
  for (const auto* const text : {"registry.example/../x", "https://registry.example/%2e%2e/x", "docker.io/./x"}) {
    ASSERT_TRUE(parse_server(text)) << text;
    EXPECT_TRUE(parse_server(text)->requests.empty()) << text;
  }
}

TEST(DockerServer, OfAnotherSchemeIsNoProfiles) {
  const auto server = parse_server("nerdctl-experimental://registry.example");
  ASSERT_TRUE(server);
  EXPECT_TRUE(server->requests.empty());
  EXPECT_NE(server->name, name_of("registry.example"));
}

TEST(DockerServer, IsNoneForATextThatNamesNone) {
  for (const auto* const text :
       {"", " \n", "https://", "registry.example@evil.example", "evil.example\\registry.example",
        "registry.example evil", "registry.example\nevil.example", "registry.example?x", "registry.example:0",
        "registry.example:99999", "exämple", "https://user:pass@registry.example", "[::1", "a\tb"}) {
    EXPECT_FALSE(parse_server(text)) << text;
  }
}

TEST(DockerServer, IsNotCoveredForLookingLikeAnother) {
  for (const auto* const text : {"registry.example.evil.example", "evilregistry.example",
                                 "evil.example/registry.example", "sub.registry.example"}) {
    EXPECT_FALSE(is_covered(text, "https://registry.example")) << text;
  }
}

TEST(DockerLogin, IsReadAsGoWritesIt) {
  const auto login =
      read_login("{\"ServerURL\":\"r.example\",\"Username\":\"\\u003ctoken\\u003e\",\"Secret\":\"a\\u0026b\"}\n");
  ASSERT_TRUE(login);
  EXPECT_EQ(login->server, "r.example");
  EXPECT_EQ(login->username, "<token>");
  EXPECT_EQ(login->secret, "a&b");
}

TEST(DockerLogin, IsReadWhateverTheCaseOfItsNamesAndWithMoreOfThem) {
  const auto login = read_login(R"({"serverurl":"r.example","USERNAME":"ada","secret":"x","Extra":[1]})");
  ASSERT_TRUE(login);
  EXPECT_EQ(login->username, "ada");
}

TEST(DockerLogin, ThatIsIncompleteIsRefusedInTheProtocolsWords) {
  const std::string no_server_error = "no credentials server URL";
  const std::string no_username_error = "no credentials username";
  EXPECT_EQ(read_login(R"({"Username":"ada","Secret":"x"})").error(), no_server_error);
  EXPECT_EQ(read_login(R"({"ServerURL":"","Username":"ada","Secret":"x"})").error(), no_server_error);
  EXPECT_EQ(read_login("{}").error(), no_server_error);
  EXPECT_EQ(read_login(R"({"ServerURL":"r.example","Secret":"x"})").error(), no_username_error);
  EXPECT_EQ(read_login(R"({"ServerURL":"r.example","Username":"","Secret":"x"})").error(), no_username_error);
}

TEST(DockerLogin, ThatIsNoJsonIsRefusedWithoutShowingIt) {
  for (const auto* const input :
       {"", "{garbage s3cr3t", "[\"s3cr3t\"]", "\"s3cr3t\"", "null", "{\"Secret\":\"s3cr3t\""}) {
    const auto login = read_login(input);
    ASSERT_FALSE(login) << input;
    EXPECT_FALSE(login.error().empty());
    EXPECT_EQ(login.error().find("s3cr3t"), std::string::npos);
    EXPECT_EQ(login.error().find('\n'), std::string::npos);
  }
  EXPECT_FALSE(read_login(std::string(100'000, '[')));
}

TEST(DockerAnswer, IsOneLineOfJson) {
  EXPECT_EQ(write_login({.server = "https://r.example/v2/", .username = "oauth2", .secret = "TOKEN"}),
            "{\"ServerURL\":\"https://r.example/v2/\",\"Username\":\"oauth2\",\"Secret\":\"TOKEN\"}\n");
  EXPECT_EQ(write_login({.server = "r", .username = "a\"b\\c\nd", .secret = "ü"}),
            "{\"ServerURL\":\"r\",\"Username\":\"a\\\"b\\\\c\\nd\",\"Secret\":\"ü\"}\n");
}

TEST(DockerAnswer, ToListIsAnObjectAlsoWhereThereIsNothing) {
  EXPECT_EQ(write_list({}), "{}\n");
  EXPECT_EQ(
      write_list({{.server = "a.example", .username = "ada", .secret = "s3cr3t"}, {.server = "b", .username = "bob"}}),
      "{\"a.example\":\"ada\",\"b\":\"bob\"}\n");
}

TEST(DockerError, IsInTheWordsThatClientsCompare) {
  EXPECT_EQ(not_found, "credentials not found in native keychain");
  EXPECT_EQ(no_server, "no credentials server URL");
  EXPECT_EQ(no_username, "no credentials username");
}

}  // namespace
}  // namespace jeton::docker
