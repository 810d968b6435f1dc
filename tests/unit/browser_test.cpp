#include "login/browser.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <sstream>

#include "temporary_folder.hpp"
#include "test_configuration.hpp"

namespace jeton {
namespace {

const std::string url = "https://auth.example.com/authorize?a=b&c=%20$HOME;d'\"`";

/// A browser that says what it was started with, an argument a line, to whoever reads its pipe.
class Browser {
 public:
  Browser() : program_(folder_.write("browser", "#!/bin/sh\nexec >" + pipe() + "\nprintf '%s\\n' \"$@\"\n", 0700)) {
    if (::mkfifo(pipe().c_str(), 0600) != 0) throw std::runtime_error("no pipe");
  }

  const std::string& program() const { return program_; }
  std::string arguments() const {
    std::ostringstream said;
    said << std::ifstream(pipe()).rdbuf();
    ::wait(nullptr);
    return said.str();
  }

 private:
  std::string pipe() const { return folder_ / "pipe"; }

  TemporaryFolder folder_;
  std::string program_;
};

bool open_in(const std::string& browser) {
  return open_in_browser(url, variables({{"BROWSER", browser}}));
}

TEST(OpenInBrowser, GivesItTheAddressAndNoShell) {
  const Browser browser;
  ASSERT_TRUE(open_in(browser.program()));
  EXPECT_EQ(browser.arguments(), url + '\n');
}

TEST(OpenInBrowser, PutsTheAddressBehindItsWords) {
  const Browser browser;
  ASSERT_TRUE(open_in(browser.program() + "  --new-window -P x"));
  EXPECT_EQ(browser.arguments(), "--new-window\n-P\nx\n" + url + '\n');
}

TEST(OpenInBrowser, PutsTheAddressWhereItIsWanted) {
  const Browser browser;
  ASSERT_TRUE(open_in(browser.program() + " --open=%s --quiet"));
  EXPECT_EQ(browser.arguments(), "--open=" + url + "\n--quiet\n");
}

TEST(OpenInBrowser, TakesTheFirstThatCanBeStarted) {
  const Browser browser;
  ASSERT_TRUE(open_in("/no/such/browser %s: :" + browser.program() + " -1 %s:" + browser.program() + " -2 %s"));
  EXPECT_EQ(browser.arguments(), "-1\n" + url + '\n');
}

TEST(OpenInBrowser, SaysWhereNoneCanBeStarted) {
  for (const auto* const browser : {"/no/such/browser", "/no/such/browser:/no/such/other %s", ":", " "}) {
    EXPECT_FALSE(open_in(browser)) << browser;
  }
}

}  // namespace
}  // namespace jeton
