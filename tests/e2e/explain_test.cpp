#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "harness/cached_token.hpp"
#include "harness/corpus.hpp"
#include "harness/expect.hpp"
#include "harness/sandbox_test.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

/// `jeton explain`: what the tools would get, in words.
class ExplainCommand : public testing::Test {
 protected:
  void SetUp() override { user.configure(corpus_configuration()); }

  Outcome explain(const std::string& url) const { return user.run({"jeton", "explain", url}); }

  User user;
};

TEST_F(ExplainCommand, NamesTheProfileAndItsUrlForEachTool) {
  const auto outcome = explain("https://plain.example.com/x");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out,
            "https://plain.example.com/x\n\n"
            "git     plain, by https://plain.example.com\n"
            "          as the password of oauth2; as Bearer where offered, from git 2.46 on\n"
            "docker  plain, by https://plain.example.com\n"
            "          as the password of oauth2\n"
            "curl    plain, with jeton curl PROFILE --url URL\n");
}

TEST_F(ExplainCommand, SaysByWhichRuleAnotherProfileIsNotTaken) {
  EXPECT_TRUE(contains(explain("exact.wild.example.com").out,
                       "git     exact, by https://exact.wild.example.com\n"
                       "          rather than any, by https://*.wild.example.com: the exact host wins over *.\n"));
  EXPECT_TRUE(contains(explain("x.more.wild.example.com").out,
                       "git     labels, by https://*.more.wild.example.com\n"
                       "          rather than any, by https://*.wild.example.com: more of the host wins over less\n"));
  EXPECT_TRUE(contains(explain("https://nested.example.com/team/inner/x").out,
                       "with credential.useHttpPath: inner, by https://nested.example.com/team/inner\n"
                       "          rather than outer, by https://nested.example.com/team: a longer path wins over a "
                       "shorter\n"));
}

TEST_F(ExplainCommand, NamesTheProfilesThatMatchEquallyWellAndWhatChooses) {
  EXPECT_TRUE(contains(explain("shared.example.com").out,
                       "git     nobody: shared.example.com: the profiles alice, bob match equally well; choose one "
                       "with --profile NAME or the user name\n"));
  EXPECT_TRUE(contains(explain("https://robert@shared.example.com/x").out,
                       "git     bob, by https://shared.example.com, chosen by the user name robert\n"
                       "          as the password of robert; "));
}

TEST_F(ExplainCommand, SaysHowGitGetsTheToken) {
  EXPECT_TRUE(contains(explain("bearer.example.com").out,
                       "git     bearer, by https://bearer.example.com\n"
                       "          as Bearer; before git 2.46 as the password of oauth2\n"));
  user.configure(
      "[profile.x]\nprovider = \"generic\"\ngrant = \"static\"\ntoken = \"x\"\nurls = [\"https://x.example.com\"]\n"
      "git_auth = \"basic\"\nusername = \"me\"\n");
  ::chmod(user.configuration_file().c_str(), 0600);
  EXPECT_TRUE(contains(explain("x.example.com").out,
                       "git     x, by https://x.example.com\n          as the password of me\ndocker "));
}

TEST_F(ExplainCommand, KnowsOfStoredLogins) {
  EXPECT_TRUE(succeeded(user.run({"docker-credential-jeton", "store"},
                                 R"({"ServerURL": "r.example", "Username": "me", "Secret": "hunter2"})")));
  auto outcome = explain("https://r.example/v2/");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(contains(outcome.out, "docker  no profile; the login that docker login stored\n")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "git     nobody; the next helper has its turn\n")) << outcome.out;

  user.configure("[git]\nstore_logins = true\n");
  const std::string login = "protocol=https\nhost=g.example\nusername=me\npassword=hunter2\n";
  EXPECT_TRUE(succeeded(user.run({"git-credential-jeton", "store"}, login)));
  outcome = explain("g.example");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_TRUE(contains(outcome.out, "git     no profile; a login that git had stored for this host\n")) << outcome.out;
  EXPECT_FALSE(contains(outcome.out, "hunter2"));
}

TEST_F(ExplainCommand, SaysWhichUrlsNearlyCoverIt) {
  for (const auto& [url, words] : std::vector<std::pair<std::string, std::string>>{
           {"http://plain.example.com", "plain: https://plain.example.com is https, not http"},
           {"https://plain.example.com:444", "plain: https://plain.example.com has port 443"},
           {"https://port.example.com", "port: https://port.example.com:8443 has port 8443"},
           {"https://path.example.com/other", "path: https://path.example.com/team covers /team and what is below"},
           {"https://plain.example.com/../x", "plain: https://plain.example.com covers no path with a \".\""},
           {"wild.example.com", "any: https://*.wild.example.com stands for the hosts below wild.example.com"},
           {"sub.plain.example.com",
            "plain: https://plain.example.com stands for that host alone; "
            "https://*.plain.example.com is any host below it"},
           {"http://127.0.0.2:8080", "loopback: http://127.0.0.1:8080 is another name of this machine"},
           {"plain.example.co", "plain: https://plain.example.com is another host, though it looks alike"}}) {
    const auto outcome = explain(url);
    EXPECT_TRUE(contains(outcome.out, "\nNearly:\n")) << url << '\n' << outcome.out;
    EXPECT_TRUE(contains(outcome.out, "  " + words)) << url << '\n' << outcome.out;
  }
}

TEST_F(ExplainCommand, StatusIsOneWhereNobodyAnswers) {
  const auto outcome = explain("https://elsewhere.example");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out,
            "https://elsewhere.example\n\n"
            "git     nobody; the next helper has its turn\n"
            "docker  nobody\n"
            "curl    nobody\n");
  EXPECT_EQ(explain("ssh://git.example.com/x").status, 1);
}

TEST_F(ExplainCommand, ShowsNoPasswordAndSteersNoTerminal) {
  const auto outcome = explain("https://me:hunter2@plain.example.com/\x1b[31m");
  EXPECT_FALSE(contains(outcome.out + outcome.err, "hunter2"));
  EXPECT_FALSE(contains(outcome.out, "\x1b"));
}

TEST_F(ExplainCommand, SaysWhyAProfileThatAnswersHasNoTokenToGive) {
  user.configure("[profile.x]\nprovider = \"generic\"\nurls = [\"https://x.example.com\"]\n");
  const auto outcome = explain("x.example.com");
  EXPECT_TRUE(contains(outcome.out, "git     x, by https://x.example.com; it has no token to give: ")) << outcome.out;
}

class ExplainNeverAsks : public SandboxTest {};

TEST_F(ExplainNeverAsks, AProvider) {
  EXPECT_TRUE(succeeded(user.run({"jeton", "explain", sandbox.authority("clearstreet")})));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

/// What it says of a tool is what that tool is told, for every case of the corpus that can be typed as a URL.
class ExplainCorpus : public testing::TestWithParam<std::filesystem::path> {
 protected:
  void SetUp() override { user.configure(corpus_configuration()); }

  /// What is explained of the tool; empty where the URL is none that can be an argument.
  std::string explained(const std::string& url, const std::string& tool) const {
    if (url.empty() || url.starts_with('-') || url.size() > 1000 || url.contains('\0')) return {};
    const auto out = user.run({"jeton", "explain", url}).out;
    const auto begin = out.find('\n' + tool + ' ');
    EXPECT_NE(begin, std::string::npos) << out;
    std::size_t end = begin;
    do end = out.find('\n', end + 1);
    while (end + 1 < out.size() && out[end + 1] == ' ');
    return out.substr(begin + 9, end - begin - 9);
  }

  /// git sends a path where it is told to: with credential.useHttpPath.
  std::string explained_of_git(const std::string& url) const {
    constexpr std::string_view with_path = "with credential.useHttpPath: ";
    const auto words = explained(url, "git");
    const auto at = words.find(with_path);
    const bool has_path = url.find('/', url.find("://") + 3) != std::string::npos;
    return at == std::string::npos || !has_path ? words : words.substr(at + with_path.size());
  }

  static void expect_answer(const CorpusCase& of, const std::string& words) {
    const auto answer = words.substr(0, words.find_first_of(",:;\n"));
    // Where a profile covers it and there is no token to give, its name is the answer; where several do, nobody's is.
    if (of.answer.kind == "refused") {
      EXPECT_TRUE(answer == "consent" || contains(words, "match equally well")) << words;
    } else {
      EXPECT_EQ(answer, of.answer.kind == "none" ? "nobody" : of.answer.kind) << words;
    }
  }

  User user;
};

/// The URL that a person would type to ask for what git asks; empty where it is none, or another question: what is
/// wrong with its lines alone, or a host that is a user name and a host in a URL.
std::string url_of_git(const std::string& input) {
  std::map<std::string, std::string> values;
  std::istringstream lines(input);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    const auto key = line.substr(0, equals);
    const bool is_plain = key == "protocol" || key == "host" || key == "path" || key == "username";
    if (!is_plain || equals == std::string::npos || !values.emplace(key, line.substr(equals + 1)).second) return {};
  }
  const auto& host = values["host"];
  const auto& username = values["username"];
  if (host.empty() || values["protocol"].empty() || host.find_first_of("@/?#") != std::string::npos) return {};
  const bool has_path = values.contains("path");
  const auto path = has_path ? '/' + values["path"] : std::string();
  if (path.find_first_of("?# ") != std::string::npos || username.find_first_of("/?#@:") != std::string::npos) return {};
  return values["protocol"] + "://" + (username.empty() ? "" : username + '@') + host + path;
}

TEST_P(ExplainCorpus, SaysWhatEachToolIsTold) {
  int cases = 0;
  for (const auto& of : read_corpus(read_file(GetParam()))) {
    if (of.profile || of.answer.kind == "unnamed") continue;
    SCOPED_TRACE(GetParam().filename().string() + ':' + std::to_string(of.line) + ": " + of.name);
    const auto git = of.git ? explained_of_git(url_of_git(*of.git)) : std::string();
    if (!git.empty()) expect_answer(of, git);
    const bool is_server = of.docker && !of.docker->contains('@');
    const auto docker = is_server ? explained(*of.docker, "docker") : std::string();
    if (!docker.empty()) expect_answer(of, docker);
    const bool is_url = of.curl && of.curl->url.contains("://") && !of.curl->url.contains('@');
    const auto curl = is_url ? explained(of.curl->url, "curl") : std::string();
    if (!curl.empty()) {
      EXPECT_EQ(contains(' ' + curl, ' ' + of.curl->profile + ','), of.answer.kind != "none") << curl;
    }
    cases += git.empty() && docker.empty() && curl.empty() ? 0 : 1;
  }
  EXPECT_GT(cases, 0);
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& file) {
  auto name = file.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, ExplainCorpus, testing::ValuesIn(corpus_files()), test_name);

}  // namespace
}  // namespace jeton::e2e
