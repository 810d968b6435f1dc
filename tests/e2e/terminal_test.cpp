#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// A window's title, a colour, C1, text from right to left, what is not seen, and a line of its own.
const std::string hostile = "\x1b]0;t\x07\x1b[31m\u009b2J\u202e\u200b\x7f";

/// Nothing that others have a say in reaches the terminal otherwise than as text.
class Terminal : public SandboxTest {
 protected:
  Terminal() { user.set("JETON_TRACE", "1"); }

  static testing::AssertionResult plain(const Outcome& outcome) {
    const auto text = outcome.out + outcome.err;
    const bool no_control = std::ranges::none_of(
        text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; });
    const std::vector<std::string_view> others = {"\u009b", "\u202e", "\u2066", "\u200b", "\u2028"};
    const bool no_other = std::ranges::none_of(others, [&](auto part) { return contains(text, part); });
    if (no_control && no_other && !contains(text, "\njeton: all is well")) return testing::AssertionSuccess();
    return testing::AssertionFailure() << outcome.out << outcome.err;
  }
  /// Says it plainly, and says it at all.
  static testing::AssertionResult escaped(const Outcome& outcome) {
    if (!contains(outcome.out + outcome.err, "\\x1b")) return testing::AssertionFailure() << "nothing was escaped";
    return plain(outcome);
  }
};

TEST_F(Terminal, IsNotSteeredByAProvider) {
  const auto host = sandbox.authority("portfolios");
  for (const auto* const fault : {"escape-sequences", "escape-type"}) {
    sandbox.fault("portfolios", fault, Sandbox::for_good);
    for (const auto& arguments : {std::vector<std::string>{"jeton", "login", "portfolios"},
                                  {"jeton", "token", "portfolios"},
                                  {"jeton", "curl", "portfolios"}}) {
      EXPECT_TRUE(escaped(user.run(arguments))) << fault << testing::PrintToString(arguments);
    }
    EXPECT_TRUE(plain(user.run({"jeton", "status", "portfolios"}))) << fault;  // the hold-off may be over by now
    EXPECT_TRUE(escaped(user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=" + host + "\n\n"))) << fault;
    EXPECT_TRUE(escaped(user.run({"docker-credential-jeton", "get"}, host))) << fault;
  }
  sandbox.fault("portfolios", "escape-scope", Sandbox::for_good);
  EXPECT_TRUE(plain(user.run({"jeton", "login", "portfolios"})));
  const auto outcome = user.run({"jeton", "token", "--json", "portfolios"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(escaped(outcome));
}

TEST_F(Terminal, IsNotSteeredByAConfiguration) {
  user.configure(
      "[profile.x]\nprovider = \"\\u001b[31m\\u202e\"\n[profile.y]\nprovider = \"clearstreet\"\n\"\\u001b[2J\" = 1\n");
  for (const auto* const profile : {"x", "y"}) {
    EXPECT_TRUE(escaped(user.run({"jeton", "token", profile})));
    EXPECT_TRUE(escaped(user.run({"jeton", "status", profile})));
    EXPECT_TRUE(plain(user.run({"jeton", "status", "--json", profile})));
  }
}

TEST_F(Terminal, IsNotSteeredByTheNameOfAFile) {
  const auto folder = user.home() / hostile;
  const auto file = (folder / "config.toml").string();
  EXPECT_TRUE(escaped(user.run({"jeton", "status", "--config", file})));
  EXPECT_TRUE(escaped(user.run({"jeton", "token", "x", "--config", file})));
  write_file(file, "[profile.x]\nprovider = 1\n");
  EXPECT_TRUE(escaped(user.run({"jeton", "token", "x", "--config", file})));
  EXPECT_TRUE(escaped(user.run({"jeton", "status", "--config", file})));
  write_file(file, "[profile.x\n");
  EXPECT_TRUE(
      escaped(user.run({"git-credential-jeton", "--config", file, "get"}, "protocol=https\nhost=x.example\n\n")));
  EXPECT_TRUE(escaped(user.run({"docker-credential-jeton", "--config", file, "get"}, "x.example")));
  write_file(file,
             "[profile.x]\nprovider = \"generic\"\ntoken_url = \"https://a.example\"\nurls = [\"https://x.example\"]\n"
             "client_id = \"a\"\nclient_secret = { file = \"none\" }\n");
  EXPECT_TRUE(escaped(user.run({"jeton", "token", "x", "--config", file})));
}

TEST_F(Terminal, IsNotSteeredByACommandLine) {
  for (const auto& arguments : {std::vector<std::string>{"jeton", hostile},
                                {"jeton", "status", "--" + hostile},
                                {"jeton", "curl", "clearstreet", "--url", "https://" + hostile + "/"},
                                {"docker-credential-jeton", hostile}}) {
    EXPECT_TRUE(escaped(user.run(arguments, "x"))) << testing::PrintToString(arguments);
  }
  for (const auto& arguments : {std::vector<std::string>{"jeton", "token", hostile},
                                {"jeton", "status", hostile},
                                {"jeton", "login", hostile},
                                {"jeton", "secret", "set", hostile, "client_secret"}}) {
    EXPECT_TRUE(plain(user.run(arguments, "x"))) << testing::PrintToString(arguments);
  }
}

TEST_F(Terminal, IsNotSteeredByAToolsRequest) {
  for (const auto* const line : {"protocol=https", "protocol=\x1b[31mhttps"}) {
    EXPECT_TRUE(plain(user.run({"git-credential-jeton", "get"}, line + ("\nhost=" + hostile) + "\n\n")));
  }
  EXPECT_TRUE(plain(user.run({"docker-credential-jeton", "get"}, hostile)));
  const auto server = "https://" + sandbox.authority("clearstreet") + "/a\\u202eb";
  const auto outcome = user.run({"docker-credential-jeton", "store"},
                                R"({"ServerURL":")" + server + R"(","Username":"a","Secret":"b"})");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(plain(outcome));
  EXPECT_TRUE(contains(outcome.err, "a\\xe2\\x80\\xaeb")) << outcome.err;
}

}  // namespace
}  // namespace jeton::e2e
