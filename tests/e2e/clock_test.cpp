#include <httplib.h>
#include <array>
#include <atomic>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

constexpr int hour = 3600;

/// What this machine's clock did while nobody looked is told from what files say.
class Clock : public LoginTest {
 protected:
  /// As though the clock had been that much ahead when the profile's last request failed.
  void move_hold_off(const std::string& profile, int seconds) const {
    for (const auto& file : User::files_below(user.state())) {
      if (file.extension() != ".hold-off" || !file.filename().string().starts_with(profile + '.')) continue;
      auto text = read_file(file);
      for (const std::string key : {"\nfailed_at=", "\nuntil="}) {
        const auto start = text.find(key) + key.size();
        const auto end = text.find('\n', start);
        text.replace(start, end - start, std::to_string(std::stoll(text.substr(start, end - start)) + seconds));
      }
      write_file(file, text);
    }
  }
};

TEST_F(Clock, TokenFromTheFutureIsAskedForAnewOnce) {
  const auto first = token("clearstreet");
  age_cached_token(user, "clearstreet", -hour);
  const auto second = token("clearstreet");
  EXPECT_NE(second, first);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(token("clearstreet"), second);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(Clock, TokenFromTheFutureIsRefreshedOnce) {
  log_in("pkce");
  age_cached_token(user, "pkce", -2 * hour);
  const auto second = token("pkce");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(token("pkce"), second);
  EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), 1);
}

TEST_F(Clock, TokenOfAFewSecondsAheadServes) {
  const auto first = token("clearstreet");
  age_cached_token(user, "clearstreet", -20);
  EXPECT_EQ(token("clearstreet"), first);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Clock, TokenThatAJumpAheadHasExpiredIsAskedForAnewOnce) {
  token("clearstreet");
  age_cached_token(user, "clearstreet", hour);
  const auto second = token("clearstreet");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(token("clearstreet"), second);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(Clock, HoldOffFromTheFutureHoldsNobody) {
  sandbox.fault("clearstreet", "throttle", 1, 30);
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 7));
  move_hold_off("clearstreet", hour);
  EXPECT_FALSE(contains(user.run({"jeton", "status", "clearstreet"}).out, "held off"));
  token("clearstreet");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(Clock, HoldOffFromTheFutureHoldsNoRefresh) {
  log_in("pkce");
  forget_cached_tokens(user);
  sandbox.fault("pkce", "throttle", 1, 30);
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 7));
  move_hold_off("pkce", hour);
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), 2);
}

TEST_F(Clock, HoldOffFromTheFutureIsMadeAnewByTheNextFailure) {
  sandbox.fault("clearstreet", "throttle", Sandbox::for_good, 30);
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 7));
  move_hold_off("clearstreet", hour);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 7));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(Clock, RejectionFromTheFutureCostsOneRequest) {
  const auto first = token("clearstreet");
  EXPECT_TRUE(succeeded(user.run({"jeton", "reject", "clearstreet"}, first)));
  for (const auto& file : User::files_below(user.cache())) {
    if (file.extension() == ".rejected") write_file(file, std::to_string(std::time(nullptr) + hour));
  }
  const auto second = token("clearstreet");
  EXPECT_NE(second, first);
  EXPECT_EQ(token("clearstreet"), second);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

std::string base64url(const std::string& bytes) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8U | static_cast<unsigned char>(c)) & 0xffffU;
    for (count += 8; count >= 6; count -= 6) out += digits[bits >> static_cast<unsigned>(count - 6) & 0x3fU];
  }
  if (count > 0) out += digits[bits << static_cast<unsigned>(6 - count) & 0x3fU];
  return out;
}

/// IMF-fixdate (RFC 9110 section 5.6.7).
std::string http_date(std::time_t time) {
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text.data();
}

/// A provider on loopback whose clock is off by that much, whose tokens are JWTs that live for 900 seconds.
class ProviderWithItsOwnClock {
 public:
  explicit ProviderWithItsOwnClock(int seconds_off, bool says_date = true) {
    server_.Post("/token", [=, this](const httplib::Request& /*request*/, httplib::Response& response) {
      ++requests_;
      const std::time_t now = std::time(nullptr) + seconds_off;
      const json claims = {{"iat", now}, {"exp", now + 900}, {"jti", requests_.load()}};
      const auto token = base64url(R"({"alg":"none"})") + '.' + base64url(claims.dump()) + ".c2lnbmF0dXJl";
      if (says_date) response.set_header("Date", http_date(now));
      response.set_content(json{{"access_token", token}, {"token_type", "Bearer"}}.dump(), "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ProviderWithItsOwnClock(const ProviderWithItsOwnClock&) = delete;
  ProviderWithItsOwnClock& operator=(const ProviderWithItsOwnClock&) = delete;
  ~ProviderWithItsOwnClock() {
    server_.stop();
    thread_.join();
  }

  int requests() const { return requests_; }
  std::string configuration() const {
    return "[profile.off]\nprovider = \"generic\"\ngrant = \"client_credentials\"\ntoken_url = \"http://127.0.0.1:" +
           std::to_string(port_) +
           "/token\"\nclient_id = \"someone\"\nclient_secret = { env = \"OFF_SECRET\" }\nurls = "
           "[\"https://api.example.com\"]\n";
  }

 private:
  httplib::Server server_;
  std::atomic<int> requests_ = 0;
  int port_ = 0;
  std::thread thread_;
};

/// One whose clock is ahead or behind, with and without a Date.
struct Off {
  int seconds;
  bool says_date;
};

class ProvidersClock : public testing::TestWithParam<Off> {};

INSTANTIATE_TEST_SUITE_P(Off, ProvidersClock,
                         testing::Values(Off{hour, true}, Off{-hour, true}, Off{0, true}, Off{hour, false},
                                         Off{-hour, false}),
                         [](const auto& test) {
                           const auto seconds = test.param.seconds;
                           return std::string(seconds > 0   ? "Ahead"
                                              : seconds < 0 ? "Behind"
                                                            : "Right") +
                                  (test.param.says_date ? "WithDate" : "WithoutDate");
                         });

TEST_P(ProvidersClock, CountsForItsOwnTimesAlone) {
  const ProviderWithItsOwnClock provider(GetParam().seconds, GetParam().says_date);
  User user;
  user.configure(provider.configuration());
  user.set("OFF_SECRET", "secret");
  const auto first = user.run({"jeton", "token", "--json", "off"});
  ASSERT_TRUE(succeeded(first));
  const auto answer = json::parse(first.out);
  EXPECT_NEAR(answer.at("expires_in").get<int>(), 895, 5);
  EXPECT_EQ(json::parse(user.run({"jeton", "status", "--json", "off"}).out).at(0).at("expires_by"), "exp");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(user.run({"jeton", "token", "off"}).out.find(answer.at("access_token")), 0U);
  EXPECT_EQ(provider.requests(), 1);
}

}  // namespace
}  // namespace jeton::e2e
