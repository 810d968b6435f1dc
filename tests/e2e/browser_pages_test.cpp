#include <string>

#include "harness/browser.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// From the provider's consent page to the page that a person is left with, in a real browser.
class InABrowser : public LoginTest {
 protected:
  void SetUp() override { JETON_NEEDS_BROWSER(); }

  static testing::AssertionResult ended(const Outcome& outcome, int status, const std::string& words) {
    if (outcome.status == status && contains(outcome.err, words)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "status " << outcome.status << '\n' << outcome.out << outcome.err;
  }
  /// Nothing came from anywhere else, and nothing runs.
  static void expect_alone(Browser& browser) {
    EXPECT_EQ(browser.evaluate("performance.getEntriesByType('resource').length"), "0");
    EXPECT_EQ(browser.evaluate("document.scripts.length"), "0");
    EXPECT_EQ(browser.evaluate("document.querySelectorAll('a, form, iframe, img, link').length"), "0");
  }
  /// How the ink stands out from what it is on, by WCAG 2's formula; 4.5 is what small text needs.
  static double contrast(Browser& browser, const std::string& element, const std::string& on) {
    return std::stod(browser.evaluate(
        "(() => { const light = (element, property) => { const [r, g, b] = getComputedStyle(document.querySelector("
        "element))[property].match(/\\d+/g).map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / "
        "1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05 }; const both = [light('" +
        element + "', 'color'), light('" + on +
        "', 'backgroundColor')]; return Math.max(...both) / Math.min(...both) "
        "})()"));
  }
  static std::string background(Browser& browser) {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor");
  }
  static bool scrolls_sideways(Browser& browser) {
    return browser.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth") == "true";
  }
  /// What a person may have chosen: both colours, and a telephone.
  static void expect_to_suit_everybody(Browser& browser, const std::string& text) {
    browser.prefer(Browser::Colours::light);
    const auto light = background(browser);
    EXPECT_GE(contrast(browser, text, "main"), 4.5);
    browser.prefer(Browser::Colours::dark);
    EXPECT_NE(background(browser), light);
    EXPECT_GE(contrast(browser, text, "main"), 4.5);
    browser.resize(320, 640);
    EXPECT_EQ(browser.evaluate("window.innerWidth"), "320");
    EXPECT_FALSE(scrolls_sideways(browser));
  }
};

class BrowserPages : public InABrowser, public testing::WithParamInterface<const char*> {
 protected:
  std::string profile() const { return GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(At, BrowserPages, testing::Values("tradier", "pkce"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(BrowserPages, AllowingEndsOnAPageOfSuccess) {
  auto login = start_login(profile());
  Browser browser;
  browser.open(address(login));
  EXPECT_TRUE(browser.url().starts_with(sandbox.url(profile())));
  browser.click("#allow");
  EXPECT_EQ(browser.text("main.good h1"), "You are logged in");
  EXPECT_EQ(browser.title(), "You are logged in – jeton");
  EXPECT_EQ(browser.text("main p"),
            "jeton has a token for " + profile() + ". Close this page and go back to your work.");
  EXPECT_TRUE(browser.url().starts_with("http://127.0.0.1:")) << browser.url();
  EXPECT_TRUE(ended(login.finish(), 0, "jeton: " + profile() + ": logged in; the token lives for "));
  expect_alone(browser);
  expect_to_suit_everybody(browser, "h1");
  token(profile());
  EXPECT_EQ(sandbox.count(profile(), "consents"), 1);
  EXPECT_EQ(sandbox.token_requests(profile()), 1);
}

TEST_P(BrowserPages, DenyingEndsOnAPageThatSaysSo) {
  auto login = start_login(profile());
  Browser browser;
  browser.open(address(login));
  browser.click("#deny");
  EXPECT_EQ(browser.text("main.bad h1"), "Consent was denied");
  EXPECT_TRUE(contains(browser.text("blockquote"), "the user denied it")) << browser.text("blockquote");
  EXPECT_TRUE(ended(login.finish(), 4, "; run: jeton login " + profile()));
  expect_alone(browser);
  expect_to_suit_everybody(browser, "blockquote");
  EXPECT_EQ(sandbox.token_requests(profile()), 0);
}

TEST_P(BrowserPages, WordsOfTheProviderAreText) {
  auto login = start_login(profile());
  const auto answer = sandbox.consent(address(login), Decision::deny);
  const std::string words = "%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D1%22%3E%3Cb%3Ebold%3C%2Fb%3E";
  Browser browser;
  browser.open(replaced(replaced(answer, "error=access_denied", "error=server_error"),
                        parameter_of(answer, "error_description"), words + std::string(400, 'w')));
  EXPECT_EQ(browser.text("main.bad h1"), "The login did not work");
  EXPECT_TRUE(contains(browser.text("blockquote"), R"(<img src=x onerror="document.title=1"><b>bold</b>)"))
      << browser.text("blockquote");
  EXPECT_EQ(browser.title(), "The login did not work – jeton");
  EXPECT_EQ(browser.evaluate("document.querySelectorAll('b').length"), "0");
  expect_alone(browser);
  browser.resize(320, 640);
  EXPECT_FALSE(scrolls_sideways(browser)) << "a long word is broken";
  EXPECT_TRUE(ended(login.finish(), 6, "server_error"));
}

TEST_P(BrowserPages, TroubleAfterConsentIsSaidInPlainWords) {
  sandbox.fault(profile(), "error-500");
  auto login = start_login(profile());
  Browser browser;
  browser.open(address(login));
  browser.click("#allow");
  EXPECT_EQ(browser.text("main.bad h1"), "The login did not work");
  EXPECT_TRUE(contains(browser.text("blockquote"), "the provider has trouble of its own"));
  EXPECT_TRUE(ended(login.finish(), 6, "trouble of its own"));
}

TEST_P(BrowserPages, SecondPageWhileTheAnswerIsAwaitedSaysSo) {
  sandbox.fault(profile(), "slow", 1, 8);
  auto login = start_login(profile());
  const auto answer = sandbox.consent(address(login));
  Browser browser;
  auto first = start_visit(answer);
  EXPECT_TRUE(sandbox.wait_for_token_requests(profile(), 1));
  browser.open(answer);
  EXPECT_EQ(browser.text("h1"), "Already answered");
  expect_alone(browser);
  EXPECT_TRUE(contains(first.finish().out, "You are logged in"));
  EXPECT_TRUE(ended(login.finish(), 0, "logged in"));
}

TEST_P(BrowserPages, AddressOfAnotherLoginSaysSo) {
  auto login = start_login(profile());
  const auto answer = sandbox.consent(address(login));
  Browser browser;
  browser.open(replaced(answer, "state=", "state=x"));
  EXPECT_EQ(browser.text("main.bad h1"), "This is not the answer");
  browser.open(answer);
  EXPECT_EQ(browser.text("main.good h1"), "You are logged in");
  EXPECT_TRUE(ended(login.finish(), 0, "logged in"));
}

TEST_F(InABrowser, CodeForADeviceIsEnteredAndAllowed) {
  sandbox.set_interval("device", 1);
  auto login = start_login("device");
  const auto code = user_code(login);
  Browser browser;
  browser.open(sandbox.url("device") + "/device");
  browser.type("#user_code", code);
  browser.click("button");
  browser.click("#allow");
  EXPECT_TRUE(browser.wait_for_title("You allowed it")) << browser.title();
  EXPECT_TRUE(ended(login.finish(), 0, "logged in"));
  token("device");
}

TEST_F(InABrowser, CodeThatClaytonShowsIsPasted) {
  auto login = start_login("clayton", {}, Process::Input::terminal);
  Browser browser;
  browser.open(address(login));
  browser.click("#allow");
  const auto code = browser.text("#code");
  EXPECT_TRUE(login.wait_for("Then paste here"));
  login.write(code + '\n');
  EXPECT_EQ(login.finish().status, 0);
  token("clayton");
}

}  // namespace
}  // namespace jeton::e2e
