#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>

#include "harness/sandbox_test.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// git's own tests of credential helpers, from git's sources: see tests/tools/git_credential_tests.sh.
std::string gits_tests() {
  const char* const folder = std::getenv("JETON_TEST_GIT_TESTS");
  return folder != nullptr ? folder : "";
}

struct Score {
  int passed = 0;
  int others = 0;  ///< failed, skipped, or known to fail
  bool complete = false;
  std::string log;
};

/// What a script of git's test suite says in the end, in the Test Anything Protocol.
Score score_of(std::string log) {
  Score score;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const bool passed = line.starts_with("ok ") && !contains(line, " # ");
    if (passed) ++score.passed;
    if (!passed && (line.starts_with("ok ") || line.starts_with("not ok "))) ++score.others;
    if (line == "1.." + std::to_string(score.passed + score.others)) score.complete = true;
  }
  score.log = std::move(log);
  return score;
}

class GitsOwnTests : public testing::Test {
 protected:
  void SetUp() override {
    JETON_NEEDS_NEWER_GIT();
    if (gits_tests().empty()) GTEST_SKIP() << "JETON_TEST_GIT_TESTS names no folder with git's tests of helpers";
  }

  /// They have a home of their own in `name`, which none of them may share. `longest` is the length of a header whose
  /// rest they try to pass off as a line.
  Score run(const std::string& script, const std::string& name, const std::string& longest) {
    const auto output = user.home() / name;
    fs::create_directory(output);
    user.set("JETON_CONFIG", user.configuration_file().string());
    user.set("GIT_TEST_INSTALLED", fs::path(newer_git()).parent_path().string());
    user.set("GIT_TEST_CREDENTIAL_HELPER", "jeton");
    user.set("GIT_TEST_LONG_CRED_BUFFER", longest);
    user.set("TEST_OUTPUT_DIRECTORY", output.string());
    user.set("GIT_TEST_CHAIN_LINT", "0");   // examines the script itself
    user.set("TEST_NO_MALLOC_CHECK", "1");  // preloads a library, which a sanitizer does not suffer
    auto score = score_of(user.shell("cd '" + gits_tests() + "' && exec sh './" + script + "'").out);
    std::cout << script << ": " << score.passed << " of " << score.passed + score.others << " passed\n";
    return score;
  }

  User user;
};

TEST_F(GitsOwnTests, PassWhereLoginsAreStored) {
  user.configure("[git]\nstore_logins = true\n");
  // Headers of git's usual length, and of the length of the longest line that jeton reads.
  for (const auto* const longest : {"1024", "65536"}) {
    const auto helper = run("t0303-credential-external.sh", std::string("helper") + longest, longest);
    EXPECT_TRUE(helper.complete && helper.others == 0) << helper.log;
    EXPECT_GE(helper.passed, 21) << helper.log;
  }
  const auto authtype = run("t0304-credential-authtype.sh", "authtype", "1024");
  EXPECT_TRUE(authtype.complete && authtype.others == 0) << authtype.log;
  EXPECT_GE(authtype.passed, 8) << authtype.log;
}

TEST_F(GitsOwnTests, PassAsForAHelperThatSaysNothingWhereNoneAreStored) {
  user.configure("");
  const auto score = run("t0303-credential-external.sh", "helper", "1024");
  EXPECT_TRUE(score.complete) << score.log;
  EXPECT_EQ(score.passed, 12) << score.log;
}

}  // namespace
}  // namespace jeton::e2e
