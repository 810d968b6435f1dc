#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "harness/cached_token.hpp"
#include "harness/corpus.hpp"
#include "harness/expect.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* not_found = "credentials not found in native keychain\n";
constexpr const char* no_server = "no credentials server URL\n";

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string token_of(const std::string& profile) {
  return "token-of-" + profile;
}

testing::AssertionResult printed(const Outcome& outcome, const std::string& out) {
  if (outcome.out == out) return testing::AssertionSuccess();
  return testing::AssertionFailure() << testing::PrintToString(outcome.out) << ", status " << outcome.status << ", "
                                     << testing::PrintToString(outcome.err);
}

/// A user who has the corpus's configuration, and every token of it in the cache.
class Corpus : public testing::TestWithParam<fs::path> {
 protected:
  void SetUp() override {
    user.configure(corpus_configuration());
    settle_routes(user, "plain");
    std::istringstream lines(corpus_configuration());
    for (std::string line; std::getline(lines, line);) {
      constexpr std::string_view section = "[profile.";
      if (!line.starts_with(section)) continue;
      const auto name = line.substr(section.size(), line.size() - section.size() - 1);
      EXPECT_EQ(user.run({"jeton", "token", name}).out, name == "consent" ? "" : token_of(name) + '\n');
    }
    fs::create_directory(user.home() / "bin");
    user.put_on_path(user.home() / "bin");
  }

  void ask_git(const CorpusCase& of) const {
    std::vector<std::string> arguments = {"git-credential-jeton"};
    if (of.profile) arguments.insert(arguments.end(), {"--profile", *of.profile});
    arguments.emplace_back("get");
    const auto outcome = user.run(arguments, *of.git);
    const auto& [kind, username, bearer] = of.answer;
    if (kind == "refused") {
      EXPECT_TRUE(printed(outcome, "quit=1\n")) << "git";
      EXPECT_NE(outcome.status, 0) << "git";
      EXPECT_TRUE(is_one_message(outcome.err)) << "git";
      return;
    }
    auto expected = "username=" + username + "\npassword=" + token_of(kind) + '\n';
    if (bearer) expected = "capability[]=authtype\nauthtype=Bearer\ncredential=" + token_of(kind) + "\nephemeral=1\n";
    EXPECT_TRUE(printed(outcome, kind == "none" ? "" : expected)) << "git";
    EXPECT_TRUE(succeeded(outcome)) << "git";
  }

  void ask_docker(const CorpusCase& of) const {
    std::string program = "docker-credential-jeton";
    if (of.profile) {
      program += '-' + *of.profile;
      const auto link = user.home() / "bin" / program;
      if (!fs::exists(link)) fs::create_symlink(stage() / "bin/docker-credential-jeton", link);
    }
    const auto outcome = user.run({program, "get"}, *of.docker);
    const auto& kind = of.answer.kind;
    if (kind == "none" || kind == "unnamed") {
      EXPECT_TRUE(printed(outcome, kind == "none" ? not_found : no_server)) << "docker";
      EXPECT_EQ(outcome.err, "") << "docker";
      EXPECT_EQ(outcome.status, 1) << "docker";
    } else if (kind == "refused") {
      EXPECT_TRUE(printed(outcome, outcome.err)) << "docker";
      EXPECT_TRUE(failed(outcome, 1)) << "docker";
    } else {
      const json login{
          {"ServerURL", trimmed(*of.docker)}, {"Username", of.answer.username}, {"Secret", token_of(kind)}};
      EXPECT_TRUE(succeeded(outcome)) << "docker";
      EXPECT_EQ(json::parse(outcome.out, nullptr, false), login) << "docker";
    }
  }

  void ask_curl(const CorpusCase& of) const {
    const auto outcome = user.run({"jeton", "curl", of.curl->profile, "--url=" + of.curl->url});
    const auto& kind = of.answer.kind;
    const bool gives = kind != "none" && kind != "refused";
    EXPECT_EQ(contains(outcome.out, "\noauth2-bearer = \"" + token_of(kind) + "\"\n"), gives)
        << "curl: " << outcome.out;
    if (gives) {
      EXPECT_TRUE(succeeded(outcome)) << "curl";
    } else {
      EXPECT_FALSE(contains(outcome.out, "token-of-")) << "curl";
      EXPECT_TRUE(contains(outcome.out, "resolve = \"")) << "curl: " << outcome.out;
      EXPECT_EQ(outcome.status == 1, kind == "none") << "curl: " << outcome.status << ' ' << outcome.err;
    }
  }

  User user;
};

TEST_P(Corpus, IsAnsweredAsItSays) {
  const auto cases = read_corpus(read_file(GetParam()));
  EXPECT_FALSE(cases.empty());
  for (const auto& of : cases) {
    SCOPED_TRACE(GetParam().filename().string() + ':' + std::to_string(of.line) + ": " + of.name);
    if (of.git) ask_git(of);
    if (of.docker) ask_docker(of);
    if (of.curl) ask_curl(of);
  }
}

std::string test_name(const testing::TestParamInfo<fs::path>& file) {
  auto name = file.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, Corpus, testing::ValuesIn(corpus_files()), test_name);

TEST(CorpusFiles, AreReadAsAWhole) {
  std::size_t cases = 0;
  for (const auto& file : corpus_files()) cases += read_corpus(read_file(file)).size();
  EXPECT_GE(cases, 300U);
}

TEST(CorpusFiles, StandForTheBytesThatTheirEscapesName) {
  const auto cases = read_corpus(R"(# a comment
case: escapes
git: a=\r\t\0\\\x1b\{3*x\n}
git: b\z
docker: \{2*ab}
curl: plain https://plain.example.com/a b
answer: plain as a b by Bearer
)");
  ASSERT_EQ(cases.size(), 1U);
  const auto& of = cases.front();
  EXPECT_EQ(of.name, "escapes");
  EXPECT_EQ(of.line, 2);
  EXPECT_EQ(of.git, std::string("a=\r\t\0\\\x1bx\nx\nx\n\nb", 15));
  EXPECT_EQ(of.docker, "abab");
  EXPECT_EQ(of.curl->profile, "plain");
  EXPECT_EQ(of.curl->url, "https://plain.example.com/a b");
  EXPECT_EQ(of.answer.kind, "plain");
  EXPECT_EQ(of.answer.username, "a b");
  EXPECT_TRUE(of.answer.bearer);
}

TEST(CorpusFiles, ThatAreNotWhatTheyShouldBeAreRefused) {
  for (const auto* const text :
       {"git: a\n", "case: a\ngit: b\n", "case: a\nanswer: none\n", "case: a\ngit: \\q\nanswer: none\n",
        "case: a\ngit: \\x1\nanswer: none\n", "case: a\nsvn: b\nanswer: none\n",
        "case: a\ngit: b\nanswer: none\nanswer: none\n", "case: a\ngit: b\\zc\nanswer: none\n",
        "case: a\ngit: b\nanswer: none\ncase: a\ngit: b\nanswer: none\n", "case: a\ngit: \\{3x}\nanswer: none\n"}) {
    EXPECT_THROW(read_corpus(text), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace jeton::e2e
