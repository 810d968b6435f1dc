#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

using namespace std::string_literals;

/// What a hostile URL or server can make git say. HOST stands for a host that a profile covers, which is what makes an
/// empty answer mean something.
struct HostileInput {
  const char* name;
  std::string text;
};

std::string many_lines() {
  std::string text = "protocol=https\nhost=HOST\n";
  for (int i = 0; i < 1001; ++i) text += "wwwauth[]=Basic realm=\"x\"\n";
  return text + '\n';
}

const HostileInput hostile_inputs[] = {
    {"NoProtocol", "host=HOST\n\n"},
    {"EmptyProtocol", "protocol=\nhost=HOST\n\n"},
    {"NoHost", "protocol=https\n\n"},
    {"EmptyHost", "protocol=https\nhost=\n\n"},
    {"ProtocolTwice", "protocol=https\nprotocol=https\nhost=HOST\n\n"},
    {"HostTwice", "protocol=https\nhost=evil.example\nhost=HOST\n\n"},
    {"CarriageReturnInHost", "protocol=https\nhost=HOST\r\n\n"},
    {"CarriageReturnInPath", "protocol=https\nhost=HOST\npath=a\rhost=evil.example\n\n"},
    {"EscapeInPath", "protocol=https\nhost=HOST\npath=a\x1b[2J\n\n"},
    {"DelInUserName", "protocol=https\nhost=HOST\nusername=a\x7f\n\n"},
    {"NulInHost", "protocol=https\nhost=HOST\0.evil.example\n\n"s},
    {"NulInPath", "protocol=https\nhost=HOST\npath=a\0b\n\n"s},
    {"UserInHost", "protocol=https\nhost=good@HOST\n\n"},
    {"PathInHost", "protocol=https\nhost=HOST/path\n\n"},
    {"QueryInHost", "protocol=https\nhost=HOST?x\n\n"},
    {"FragmentInHost", "protocol=https\nhost=HOST#x\n\n"},
    {"BackslashInHost", "protocol=https\nhost=HOST\\.evil.example\n\n"},
    {"PercentInHost", "protocol=https\nhost=%6cocalhost\n\n"},
    {"BlankInHost", "protocol=https\nhost= HOST\n\n"},
    {"Suffix", "protocol=https\nhost=HOST.evil.example\n\n"},
    {"TwoPorts", "protocol=https\nhost=HOST:443\n\n"},
    {"PortWithALeadingZero", "protocol=https\nhost=localhost:0443\n\n"},
    {"UnclosedBracket", "protocol=https\nhost=[::1\n\n"},
    {"LineWithoutEquals", "protocol=https\nhost=HOST\nquit\n\n"},
    {"LongLine", "protocol=https\nhost=HOST\nwwwauth[]=" + std::string(65'537, 'x') + "\n\n"},
    {"ManyLines", many_lines()},
    {"LongInput", "protocol=https\nhost=HOST\n" +
                      []() {
                        std::string lines;
                        for (int i = 0; i < 40; ++i) lines += "wwwauth[]=" + std::string(30'000, 'x') + '\n';
                        return lines;
                      }() +
                      '\n'},
    {"Nothing", ""},
    {"AnswerInFrontOfIt", "\nprotocol=https\nhost=HOST\n\n"},
};

class GitInput : public SandboxTest {
 protected:
  std::string with_host(std::string text) const {
    const std::string mark = "HOST";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), sandbox.authority("clearstreet"));
    }
    return text;
  }
  Outcome get(const std::string& further_lines) const {
    return user.run({"git-credential-jeton", "get"},
                    "protocol=https\nhost=" + sandbox.authority("clearstreet") + '\n' + further_lines + '\n');
  }
};

TEST_F(GitInput, ThatIsHostileGetsAnEmptyAnswerAndNothingElse) {
  for (const auto& [name, text] : hostile_inputs) {
    for (const auto* const action : {"get", "store", "erase"}) {
      const auto outcome = user.run({"git-credential-jeton", action}, with_host(text));
      EXPECT_TRUE(succeeded(outcome)) << name << ", " << action;
      EXPECT_EQ(outcome.out, "") << name << ", " << action;
    }
  }
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
}

TEST_F(GitInput, ReasonOfAnEmptyAnswerIsTraced) {
  user.set("JETON_TRACE", "1");
  const auto outcome = user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=a\rb\n\n");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "jeton: trace: "));
}

TEST_F(GitInput, UpToItsLimitsIsTaken) {
  EXPECT_NE(get("wwwauth[]=" + std::string(65'536 - 11, 'x') + '\n').out, "");
}

TEST_F(GitInput, UnknownKeysAreIgnored) {
  EXPECT_NE(get("x-unknown=1\noauth_refresh_token=abc\n").out, "");
}

TEST_F(GitInput, EndsAtTheBlankLine) {
  const auto outcome = get("\nhost=evil.example\nnonsense");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_NE(outcome.out, "");
}

TEST_F(GitInput, ChallengesOfTheServerChooseNothingButTheScheme) {
  const auto outcome =
      get("wwwauth[]=Bearer realm=\"https://evil.example/token\",resource_metadata=\"https://evil.example\"\n");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(value_of(outcome.out, "password"), token("clearstreet"));
}

}  // namespace
}  // namespace jeton::e2e
