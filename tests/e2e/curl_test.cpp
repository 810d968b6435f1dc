#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// `jeton curl`, and what real curl makes of it.
class Curl : public SandboxTest {
 protected:
  std::string ping(const std::string& profile = "clearstreet") const { return sandbox.url(profile) + "/api/ping"; }
  /// curl as typed, with the sandbox's CA.
  Outcome curl(const std::string& arguments) const {
    return user.shell("curl -sS --cacert " + sandbox.ca_file().string() + ' ' + arguments);
  }
  int api_requests(const std::string& profile = "clearstreet") const { return sandbox.count(profile, "api"); }
};

constexpr int could_not_parse_resolve = 49;
constexpr int protocol_disabled = 1;

TEST_F(Curl, ConfigurationIsFiveLines) {
  const auto secret = token("portfolios");
  const auto outcome = user.run({"jeton", "curl", "portfolios"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(outcome.out.starts_with("# jeton: portfolios, expires 2"));
  EXPECT_EQ(outcome.out.substr(outcome.out.find('\n') + 1),
            "proto = \"=http,https\"\n"
            "proto-redir = \"=http,https\"\n"
            "header = \"Accept: application/json; version=1.0.0\"\n"
            "oauth2-bearer = \"" +
                secret + "\"\n");
}

TEST_F(Curl, FollowsNoRedirectWithHeadersThatCurlWouldCarryAlong) {
  user.configure(sandbox.configuration({{"clearstreet", "headers = { X-Team = \"blue\" }\n"}}));
  const auto outcome = user.run({"jeton", "curl", "clearstreet"});
  EXPECT_TRUE(contains(outcome.out, "\nmax-redirs = 0\n"));
  EXPECT_TRUE(contains(outcome.out, "\nheader = \"X-Team: blue\"\n"));
}

TEST_F(Curl, ApiHeadersReachTheApi) {
  // The sandbox wants the versioned Accept header and answers 406 without it.
  EXPECT_TRUE(succeeded(curl("--fail -K <(jeton curl portfolios) " + ping("portfolios"))));
  EXPECT_NE(curl("--fail -H 'Accept: */*' -K <(jeton curl portfolios | grep -v Accept) " + ping("portfolios")).status,
            0);
}

TEST_F(Curl, ConfigurationMayComeFromAPipe) {
  const auto outcome =
      user.shell("jeton curl clearstreet | curl -sS --fail --cacert " + sandbox.ca_file().string() + " -K - " + ping());
  EXPECT_TRUE(succeeded(outcome));
}

TEST_F(Curl, SendsNothingWhereTheProviderRefuses) {
  sandbox.fault("clearstreet", "refuse");
  const auto outcome = curl("-K <(jeton curl clearstreet 2>/dev/null) " + ping());
  EXPECT_EQ(outcome.status, could_not_parse_resolve);
  EXPECT_TRUE(contains(outcome.err, "jeton: no token: clearstreet: the provider refused the credentials"))
      << outcome.err;
  EXPECT_EQ(api_requests(), 0);
}

TEST_F(Curl, SendsNothingWhateverElseIsOnTheCommandLine) {
  sandbox.fault("clearstreet", "refuse");
  const auto outcome =
      curl("-K <(jeton curl clearstreet 2>/dev/null) --resolve example.com:443:127.0.0.1 --proto =all " + ping() +
           " --next " + ping());
  EXPECT_NE(outcome.status, 0);
  EXPECT_EQ(api_requests(), 0);
}

TEST_F(Curl, SendsNothingForAProfileThatIsNotThere) {
  EXPECT_EQ(curl("-K <(jeton curl clearstret 2>/dev/null) " + ping()).status, could_not_parse_resolve);
  EXPECT_EQ(api_requests(), 0);
}

constexpr std::array wrong_calls = {
    "jeton curl",
    "jeton curl clearstreet studyteam",
    "jeton curl --ulr https://localhost clearstreet",
    "jeton curl --url",
    "jeton curl clearstreet --min-validity soon",
    "jeton curl --config /nowhere/config.toml clearstreet",
    "env -u HOME jeton curl clearstreet",
    "env HOME=relative jeton curl clearstreet",
};

TEST_F(Curl, SendsNothingWhereJetonWasCalledWrongly) {
  // `<(…)` hides the status, and with an empty configuration curl would send the request without a token.
  for (const std::string call : wrong_calls) {
    const auto outcome = curl("-K <(" + call + " 2>/dev/null) " + ping());
    EXPECT_EQ(outcome.status, could_not_parse_resolve) << call << '\n' << outcome.err;
  }
  EXPECT_EQ(api_requests(), 0);
}

TEST_F(Curl, StatusSaysThatJetonWasCalledWrongly) {
  for (const auto* const call : wrong_calls) {
    const auto outcome = user.shell(call);
    EXPECT_TRUE(failed(outcome, 2) || failed(outcome, 3)) << call << ": " << outcome.status << '\n' << outcome.err;
  }
}

TEST_F(Curl, TokenGoesToTheUrlAlone) {
  user.set("CURL_CA_BUNDLE", sandbox.ca_file());  // options before the configuration's `next` are for the first URL
  const auto outcome = user.shell("curl -sS " + ping() + " -K <(jeton curl clearstreet --url " + ping() + ")");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "invalid_token"));
  EXPECT_TRUE(contains(outcome.out, "pong"));
  EXPECT_EQ(api_requests(), 2);
  EXPECT_EQ(sandbox.count("clearstreet", "unauthorized"), 1);
}

TEST_F(Curl, UrlIsTakenAsItIs) {
  EXPECT_TRUE(succeeded(curl("--fail -K <(jeton curl clearstreet --url '" + ping() + "?a=[1-3]&b={x,y}')")));
  EXPECT_EQ(api_requests(), 1);
}

TEST_F(Curl, UrlThatTheProfileDoesNotCoverIsRefused) {
  for (const auto* const url : {"https://evil.example/", "https://localhost.evil.example/", "http://localhost:1/",
                                "https://localhost@evil.example/", "ftp://localhost/", "not a URL"}) {
    const auto outcome = user.run({"jeton", "curl", "clearstreet", "--url", url});
    EXPECT_TRUE(failed(outcome, 1, "clearstreet"));
    EXPECT_TRUE(outcome.out.starts_with("resolve = ")) << url;
  }
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(Curl, PathOutsideTheUrlsIsRefused) {
  auto text = sandbox.configuration();
  const auto urls = "urls = [\"" + sandbox.url("clearstreet");
  text.insert(text.find(urls) + urls.size(), "/api");
  text.erase(text.find(", \"https://127.0.0.1:" + sandbox.port("clearstreet") + '"'),
             (", \"https://127.0.0.1:" + sandbox.port("clearstreet") + '"').size());
  user.configure(text);
  EXPECT_TRUE(succeeded(user.run({"jeton", "curl", "clearstreet", "--url", ping()})));
  for (const auto* const path : {"/apis", "/", "/api/../git", "/api/%2e%2e/git", "/api/%252e%252e/git"}) {
    const auto outcome = user.run({"jeton", "curl", "clearstreet", "--url", sandbox.url("clearstreet") + path});
    EXPECT_TRUE(failed(outcome, 1, "clearstreet")) << path;
  }
}

TEST_F(Curl, RefusesPlainHttpWhereTheUrlsAreNotLoopbackAlone) {
  auto text = sandbox.configuration();
  const std::string urls = "urls = [";
  text.insert(text.find(urls) + urls.size(), "\"https://api.example.com\", ");
  user.configure(text);
  const auto outcome =
      curl("-K <(jeton curl clearstreet) http://127.0.0.1:" + sandbox.port("clearstreet") + "/api/ping");
  EXPECT_EQ(outcome.status, protocol_disabled);
  EXPECT_TRUE(succeeded(curl("--fail -K <(jeton curl clearstreet) " + ping())));
}

TEST_F(Curl, OutputIsAFileForTheUserAlone) {
  const auto file = user.home() / "curl.conf";
  const auto outcome = user.shell("umask 0; jeton curl clearstreet --output curl.conf");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_TRUE(succeeded(curl("--fail -K curl.conf " + ping())));
}

TEST_F(Curl, OutputIsReplacedWhole) {
  const auto file = user.home() / "curl.conf";
  write_file(file, std::string(100'000, 'x'), 0644);
  fs::create_hard_link(file, user.home() / "other-name");
  EXPECT_TRUE(succeeded(user.run({"jeton", "curl", "clearstreet", "--output", file.string()})));
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(read_file(file), user.run({"jeton", "curl", "clearstreet"}).out);
  EXPECT_EQ(read_file(user.home() / "other-name").size(), 100'000U);
}

TEST_F(Curl, OutputFailsClosedToo) {
  const auto file = user.home() / "curl.conf";
  const auto rejected = token("clearstreet");
  EXPECT_TRUE(succeeded(user.run({"jeton", "curl", "clearstreet", "--output", file.string()})));
  user.run({"jeton", "reject", "clearstreet"}, rejected);
  sandbox.fault("clearstreet", "throttle");
  EXPECT_TRUE(failed(user.run({"jeton", "curl", "clearstreet", "--output", file.string()}), 7));
  EXPECT_TRUE(read_file(file).starts_with("resolve = "));
  EXPECT_EQ(curl("-K curl.conf " + ping()).status, could_not_parse_resolve);
  EXPECT_EQ(api_requests(), 0);
}

TEST_F(Curl, OutputReplacesNothingThatIsNoFile) {
  const auto target = user.home() / "target";
  write_file(target, "kept", 0644);
  const auto link = user.home() / "link";
  const auto fifo = user.home() / "fifo";
  const auto folder = user.home() / "folder";
  fs::create_symlink(target, link);
  fs::create_directory(folder);
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  for (const auto& [path, words] : {std::pair(link, "name the file that it leads to"),
                                    std::pair(fifo, "name another one"), std::pair(folder, "name another one")}) {
    const auto outcome = user.run({"jeton", "curl", "clearstreet", "--output", path.string()});
    EXPECT_TRUE(failed(outcome, 8, path.string() + " is ")) << path;
    EXPECT_TRUE(contains(outcome.err, words)) << path;
    EXPECT_EQ(outcome.out, "") << path;
  }
  EXPECT_EQ(read_file(target), "kept");
  EXPECT_TRUE(fs::is_symlink(link) && fs::is_fifo(fifo) && fs::is_directory(folder));
}

TEST_F(Curl, OutputThatCannotBeWrittenIsAnError) {
  const auto outcome = user.run({"jeton", "curl", "clearstreet", "--output", "no/such/folder/file"});
  EXPECT_TRUE(failed(outcome, 8, "no/such/folder/file"));
  EXPECT_EQ(outcome.out, "");
}

/// `--min-validity` and `--renew`.
class Validity : public SandboxTest {};

TEST_F(Validity, TokenThatLivesShorterThanWantedIsGivenWithAWarning) {
  const auto outcome = user.run({"jeton", "token", "clearstreet", "--min-validity", "2h"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_FALSE(outcome.out.empty());
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_TRUE(contains(outcome.err, "clearstreet: warning: "));
}

TEST_F(Validity, IsNotAskedForAgainBeforeHalfTheLife) {
  for (int i = 0; i < 3; ++i) user.run({"jeton", "token", "clearstreet", "--min-validity=2h"});
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Validity, OfTheProfileCountsWithoutTheOption) {
  user.configure(sandbox.configuration({{"clearstreet", "min_validity = \"5m\"\n"}}));
  token("clearstreet");
  token("clearstreet");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Validity, RenewAsksForATokenThoughTheCachedOneWouldDo) {
  const auto first = token("clearstreet");
  const auto renewed = user.run({"jeton", "token", "--renew", "clearstreet"});
  EXPECT_TRUE(succeeded(renewed));
  EXPECT_NE(renewed.out, first + '\n');
  EXPECT_EQ(token("clearstreet") + '\n', renewed.out);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

}  // namespace
}  // namespace jeton::e2e
