#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "harness/expect.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

/// The manual pages of the build, as `man` shows them.
class Manual : public testing::Test {
 protected:
  Manual() {
    user.set("MANPATH", (stage() / "share/man").string());
    user.set("MANWIDTH", "2000");  // a line a paragraph
  }

  void SetUp() override {
    if (user.run({"which", "man"}).status != 0) GTEST_SKIP() << "no man";
  }

  std::string page(const std::string& section, const std::string& name) const {
    const auto shown = user.run({"man", "--warnings", section, name});
    EXPECT_TRUE(succeeded(shown)) << name << shown.err;
    return shown.out;
  }

  User user;
};

TEST_F(Manual, EveryProgramHasAPageThatSaysHowItIsUsed) {
  for (const auto* const program : {"jeton", "git-credential-jeton", "docker-credential-jeton"}) {
    const auto text = page("1", program);
    for (const auto* const heading : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT",
                                      "FILES", "EXAMPLES", "SEE ALSO"}) {
      EXPECT_TRUE(contains(text, std::string("\n") + heading + '\n')) << program << ": " << heading;
    }
    EXPECT_TRUE(contains(text, "--config FILE")) << program;
  }
}

TEST_F(Manual, SaysOfEachCommandWhatItsHelpSays) {
  const auto text = page("1", "jeton");
  for (const auto* const command : {"token", "curl", "reject", "login", "logout"}) {
    std::istringstream help(user.run({"jeton", command, "--help"}).out);
    std::string usage;
    std::getline(help, usage);
    usage.erase(0, std::string_view("Usage: ").size());
    EXPECT_TRUE(contains(text, ' ' + usage + '\n')) << usage;
  }
  EXPECT_TRUE(contains(text, " jeton secret set PROFILE KEY\n"));
  EXPECT_TRUE(contains(text, " --min-validity DURATION\n"));
  EXPECT_TRUE(contains(text, " curl -K <(jeton curl clearstreet) https://"));
}

TEST_F(Manual, SaysOfEachExitStatusWhatItMeans) {
  const auto text = page("1", "jeton");
  EXPECT_TRUE(contains(text, " 4      login required"));
  EXPECT_TRUE(contains(text, " 9      a plugin could not be loaded or broke\n"));
}

TEST_F(Manual, HasEveryKeyOfAConfiguration) {
  const auto text = page("5", "jeton.toml");
  for (const auto* const key :
       {"provider (string; required)", "urls (array of strings)", "client_secret (secret)",
        "git_auth (\"auto\", \"basic\", \"bearer\")", "headers (table of strings)", "base_url (URL; required)",
        "consent_url (URL)", "pkce (true or false)", "scope_separator (\" \", \",\")", "key (secret)",
        "store_logins (true or false)", "enabled (true or false)"}) {
    EXPECT_TRUE(contains(text, std::string(" ") + key + '\n')) << key;
  }
  for (const auto* const heading : {"   clearstreet\n", "   generic\n", "   [store]\n"}) {
    EXPECT_TRUE(contains(text, heading)) << heading;
  }
}

}  // namespace
}  // namespace jeton::e2e
