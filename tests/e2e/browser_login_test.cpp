#include "harness/browser.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// The whole way through a real browser.
class BrowserLogin : public LoginTest, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Sandbox, BrowserLogin, testing::Values("tradier", "pkce"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(BrowserLogin, EndsOnAPageThatSaysSo) {
  JETON_NEEDS_BROWSER();
  auto login = start_login(GetParam());
  Browser browser;
  browser.open(address(login));
  browser.click("#allow");
  EXPECT_EQ(browser.text("main.good h1"), "You are logged in");
  EXPECT_TRUE(contains(browser.title(), "jeton"));
  EXPECT_TRUE(browser.url().starts_with("http://127.0.0.1:"));
  EXPECT_EQ(
      browser.evaluate("performance.getEntriesByType('resource').filter(r => !r.name.endsWith('/favicon.ico')).length"),
      "0");
  EXPECT_EQ(browser.evaluate("document.scripts.length"), "0");
  const std::string ground = "getComputedStyle(document.body).backgroundColor";
  browser.prefer(Browser::Colours::light);
  const auto light = browser.evaluate(ground);
  browser.prefer(Browser::Colours::dark);
  EXPECT_NE(browser.evaluate(ground), light);
  browser.resize(500, 700);
  EXPECT_EQ(browser.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "true");
  EXPECT_EQ(login.finish().status, 0);
  token(GetParam());
}

TEST_P(BrowserLogin, EndsOnTheProvidersOwnErrorInPlainWords) {
  JETON_NEEDS_BROWSER();
  auto login = start_login(GetParam());
  Browser browser;
  browser.open(address(login));
  browser.click("#deny");
  EXPECT_EQ(browser.text("main.bad h1"), "Consent was denied");
  EXPECT_TRUE(contains(browser.text("blockquote"), "access_denied"));
  EXPECT_EQ(login.finish().status, 4);
}

}  // namespace
}  // namespace jeton::e2e
