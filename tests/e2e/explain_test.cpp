#include <algorithm>
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
            "docker  plain, by https://plain.example.com\n"
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
                       "git     bob, by https://shared.example.com, chosen by the user name robert\n"));
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
            "docker  nobody, unless docker login has stored a login\n"
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

/// What it says of docker is what docker is told, for every server of the corpus that can be typed.
class ExplainCorpus : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ExplainCorpus, SaysWhatDockerIsTold) {
  const User user;
  user.configure(corpus_configuration());
  for (const auto& of : read_corpus(read_file(GetParam()))) {
    if (!of.docker || of.profile || of.docker->empty() || of.docker->starts_with('-') || of.docker->size() > 1000 ||
        contains(*of.docker, "@") || of.docker->contains('\0') || of.answer.kind == "unnamed") {
      continue;
    }
    SCOPED_TRACE(GetParam().filename().string() + ':' + std::to_string(of.line) + ": " + of.name);
    const auto out = user.run({"jeton", "explain", *of.docker}).out;
    const auto begin = out.find("\ndocker  ");
    ASSERT_NE(begin, std::string::npos) << out;
    const auto answer = out.substr(begin + 9, out.find_first_of(",:\n", begin + 9) - begin - 9);
    // Where a profile covers it and there is no token to give, its name is the answer; where several do, nobody's is.
    if (of.answer.kind == "refused") {
      EXPECT_TRUE(answer == "consent" || contains(out, "match equally well")) << out;
    } else {
      EXPECT_EQ(answer, of.answer.kind == "none" ? "nobody" : of.answer.kind) << out;
    }
  }
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& file) {
  auto name = file.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, ExplainCorpus, testing::ValuesIn(corpus_files()), test_name);

}  // namespace
}  // namespace jeton::e2e
