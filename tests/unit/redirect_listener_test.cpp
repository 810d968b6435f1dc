#include "login/redirect_listener.hpp"

#include <gtest/gtest.h>
#include <httplib.h>
#include <poll.h>

#include <future>

#include "base/error.hpp"

namespace jeton {
namespace {

const Page done{.mood = Page::Mood::good, .title = "Logged in", .text = "Go back to the terminal.", .detail = {}};
const Page failed{.mood = Page::Mood::bad, .title = "No", .text = "It did not work.", .detail = "invalid_grant"};

std::expected<AuthorizationResponse, std::string> read(std::string_view query) {
  return read_redirect(query, {.state = "s1", .code_verifier = {}, .code_challenge = {}, .origins = {}});
}

/// A browser that comes to this machine.
httplib::Result get(const RedirectListener& listener, const std::string& target, const char* host = "127.0.0.1") {
  httplib::Client browser(host, listener.port());
  browser.set_read_timeout(30);
  return browser.Get(target.c_str());
}

/// One that waits for its page while the test goes on.
std::future<httplib::Result> start_get(const RedirectListener& listener, const std::string& target,
                                       const char* host = "127.0.0.1") {
  return std::async(std::launch::async, [&listener, target, host] { return get(listener, target, host); });
}

bool has_answer(const RedirectListener& listener, int patience_ms) {
  pollfd ready{.fd = listener.ready(), .events = POLLIN, .revents = 0};
  return ::poll(&ready, 1, patience_ms) == 1;
}

constexpr int at_once = 0;
constexpr int soon = 20'000;

/// A whole login.
void expect_login(const std::string& redirect_url, const std::string& target, const char* host = "127.0.0.1") {
  RedirectListener listener(redirect_url, read);
  auto browser = start_get(listener, target, host);
  ASSERT_TRUE(has_answer(listener, soon));
  EXPECT_EQ(listener.answer().code, "abc");
  listener.show(done);
  const auto shown = browser.get();
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->status, 200);
}

TEST(RedirectListener, IsForHttpOnLoopback) {
  for (const auto* const here :
       {"http://127.0.0.1/", "http://127.0.0.1:8400/callback", "http://localhost", "http://[::1]/"}) {
    EXPECT_TRUE(RedirectListener::can_listen(here)) << here;
  }
  for (const auto* const elsewhere : {"https://127.0.0.1/", "https://app.example.com/", "http://app.example.com/",
                                      "http://localhost.example.com/", "urn:ietf:wg:oauth:2.0:oob", ""}) {
    EXPECT_FALSE(RedirectListener::can_listen(elsewhere)) << elsewhere;
  }
}

TEST(RedirectListener, GivesTheAnswersBrowserThePageThatIsShown) {
  RedirectListener listener("http://127.0.0.1/", read);
  EXPECT_FALSE(has_answer(listener, at_once));
  auto browser = start_get(listener, "/?code=abc&state=s1");
  ASSERT_TRUE(has_answer(listener, soon));
  EXPECT_EQ(listener.answer().code, "abc");
  EXPECT_EQ(browser.wait_for(std::chrono::seconds(0)), std::future_status::timeout) << "what comes of it is not known";
  listener.show(done);
  const auto shown = browser.get();
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->status, 200);
  EXPECT_EQ(shown->body, html(done));
}

TEST(RedirectListener, ShowsAFailureAsOne) {
  RedirectListener listener("http://127.0.0.1/", read);
  auto browser = start_get(listener, "/?code=abc&state=s1");
  ASSERT_TRUE(has_answer(listener, soon));
  listener.show(failed);
  const auto shown = browser.get();
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->status, 400);
  EXPECT_EQ(shown->body, html(failed));
}

TEST(RedirectListener, TakesAnErrorOfTheProviderForAnAnswer) {
  RedirectListener listener("http://127.0.0.1/", read);
  auto browser = start_get(listener, "/?error=access_denied&error_description=no&state=s1");
  ASSERT_TRUE(has_answer(listener, soon));
  EXPECT_EQ(listener.answer().error, "access_denied");
  EXPECT_EQ(listener.answer().error_description, "no");
  listener.show(failed);
  EXPECT_TRUE(browser.get());
}

TEST(RedirectListener, GoesOnAfterAnAnswerOfAnotherLogin) {
  RedirectListener listener("http://127.0.0.1/", read);
  for (const auto* const target : {"/?code=evil&state=s2", "/?code=evil", "/", "/?code=%zz&state=s1"}) {
    const auto refused = get(listener, target);
    ASSERT_TRUE(refused) << target;
    EXPECT_EQ(refused->status, 400) << target;
    EXPECT_FALSE(has_answer(listener, at_once)) << target;
  }
  EXPECT_NE(get(listener, "/?code=evil&state=s2")->body.find("another login"), std::string::npos);
  auto browser = start_get(listener, "/?code=abc&state=s1");
  ASSERT_TRUE(has_answer(listener, soon));
  EXPECT_EQ(listener.answer().code, "abc");
  listener.show(done);
  EXPECT_EQ(browser.get()->status, 200);
}

TEST(RedirectListener, TakesOneAnswer) {
  RedirectListener listener("http://127.0.0.1/", read);
  auto browser = start_get(listener, "/?code=abc&state=s1");
  ASSERT_TRUE(has_answer(listener, soon));
  const auto second = get(listener, "/?code=abd&state=s1");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, 409);
  EXPECT_EQ(listener.answer().code, "abc");
  listener.show(done);
  EXPECT_EQ(browser.get()->body, html(done));
  EXPECT_EQ(get(listener, "/?code=abc&state=s1")->status, 409) << "a reload is no second answer";
}

TEST(RedirectListener, KnowsNoOtherAddress) {
  RedirectListener listener("http://127.0.0.1/callback", read);
  for (const auto* const target :
       {"/favicon.ico", "/", "/?code=abc&state=s1", "/callback/?code=abc&state=s1", "/other?code=abc&state=s1"}) {
    const auto shown = get(listener, target);
    ASSERT_TRUE(shown) << target;
    EXPECT_EQ(shown->status, 404) << target;
  }
  httplib::Client browser("127.0.0.1", listener.port());
  EXPECT_EQ(browser.Post("/callback?code=abc&state=s1", "", "text/plain")->status, 404);
  EXPECT_FALSE(has_answer(listener, at_once));
}

TEST(RedirectListener, LetsItsPagesLoadNothing) {
  RedirectListener listener("http://127.0.0.1/", read);
  auto first = start_get(listener, "/?code=abc&state=s1");
  ASSERT_TRUE(has_answer(listener, soon));
  const auto second = get(listener, "/?code=abc&state=s1");
  const auto wrong = get(listener, "/?code=abc&state=s2");
  listener.show(done);
  const auto shown = first.get();
  for (const auto* const result : {&shown, &second, &wrong}) {
    ASSERT_TRUE(*result);
    const auto& response = **result;
    EXPECT_EQ(response.get_header_value("Content-Security-Policy"), content_security_policy);
    EXPECT_EQ(response.get_header_value("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(response.get_header_value("Cache-Control"), "no-store") << "the code is in its address";
    EXPECT_EQ(response.get_header_value("Referrer-Policy"), "no-referrer") << "the code is in its address";
  }
}

TEST(RedirectListener, UsesAnyPortWhereNoneIsSaid) {
  const RedirectListener one("http://127.0.0.1/", read);
  const RedirectListener other("http://127.0.0.1/callback", read);
  EXPECT_NE(one.port(), other.port());
  EXPECT_EQ(one.redirect_url(), "http://127.0.0.1:" + std::to_string(one.port()) + "/");
  EXPECT_EQ(other.redirect_url(), "http://127.0.0.1:" + std::to_string(other.port()) + "/callback");
  expect_login("http://127.0.0.1", "/?code=abc&state=s1");
}

int free_port() {
  return RedirectListener("http://127.0.0.1/", read).port();
}

TEST(RedirectListener, UsesThePortThatIsSaid) {
  const auto port = std::to_string(free_port());
  const auto url = "http://127.0.0.1:" + port + "/callback";
  EXPECT_EQ(RedirectListener(url, read).redirect_url(), url);
  expect_login(url, "/callback?code=abc&state=s1");
}

TEST(RedirectListener, IsRefusedAPortThatIsTaken) {
  const RedirectListener other("http://127.0.0.1/", read);
  try {
    const RedirectListener listener(other.redirect_url(), read);
    ADD_FAILURE() << "two programs listen on one port";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::unreachable);
    EXPECT_NE(std::string(error.what()).find("127.0.0.1:" + std::to_string(other.port())), std::string::npos);
  }
}

TEST(RedirectListener, ListensOnTheIpv4LoopbackForLocalhost) {
  const RedirectListener listener("http://localhost/", read);
  EXPECT_EQ(listener.redirect_url(), "http://localhost:" + std::to_string(listener.port()) + "/");
  EXPECT_EQ(get(listener, "/none")->status, 404);
}

TEST(RedirectListener, ListensOnTheIpv6Loopback) {
  const auto listens = [] {
    try {
      const RedirectListener listener("http://[::1]/", read);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  if (!httplib::Server().bind_to_port("::1", 0) && !listens()) GTEST_SKIP() << "this machine has no IPv6";
  expect_login("http://[::1]/", "/?code=abc&state=s1", "::1");
  const RedirectListener listener("http://[::1]/", read);
  EXPECT_EQ(listener.redirect_url(), "http://[::1]:" + std::to_string(listener.port()) + "/");
}

TEST(RedirectListener, LeavesNoBrowserWaitingWhereItEndsWithoutAPage) {
  std::future<httplib::Result> browser;
  {
    const RedirectListener listener("http://127.0.0.1/", read);
    browser = std::async(std::launch::async, [port = listener.port()] {
      return httplib::Client("127.0.0.1", port).Get("/?code=abc&state=s1");
    });
    ASSERT_TRUE(has_answer(listener, soon));
  }
  const auto shown = browser.get();
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->status, 400);
}

TEST(RedirectListener, EndsAtOnceWhereNobodyCame) {
  const RedirectListener listener("http://127.0.0.1/", read);
}

}  // namespace
}  // namespace jeton
