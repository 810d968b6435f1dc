#include <array>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// After a refusal, the provider is left alone for a while.
class HoldOff : public SandboxTest {
 protected:
  Outcome run_token() const { return user.run({"jeton", "token", "studyteam"}); }
  Outcome renew() const { return user.run({"jeton", "token", "--renew", "studyteam"}); }
  int token_requests() const { return sandbox.token_requests("studyteam"); }
  json status() const { return json::parse(user.run({"jeton", "status", "--json", "studyteam"}).out).at(0); }
};

/// The same after every answer that starts one.
class EachHoldOff : public HoldOff, public testing::WithParamInterface<const char*> {
 protected:
  void fail_once() const { sandbox.fault("studyteam", GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(After, EachHoldOff, testing::Values("refuse", "throttle", "quota", "error-503"),
                         [](const auto& test) { return std::string(test.param).substr(0, 5); });

/// RFC 3339, so many seconds from now.
std::string in_seconds(int seconds) {
  const std::time_t time = std::time(nullptr) + seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

TEST_P(EachHoldOff, KeepsFromFurtherRequests) {
  fail_once();
  EXPECT_NE(run_token().status, 0);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(failed(run_token(), 7, "held off until"));
  EXPECT_EQ(token_requests(), 1);
}

TEST_P(EachHoldOff, DoesNotKeepFromAValidCachedToken) {
  const auto cached = token("studyteam");
  fail_once();
  const auto renewed = renew();
  EXPECT_EQ(renewed.status, 0);
  EXPECT_EQ(renewed.out, cached + '\n');
  EXPECT_TRUE(is_one_message(renewed.err));
  EXPECT_EQ(token("studyteam"), cached);
  EXPECT_EQ(token_requests(), 2);
}

TEST_P(EachHoldOff, IsNotEndedByRenew) {
  const auto cached = token("studyteam");
  fail_once();
  renew();
  EXPECT_EQ(renew().out, cached + '\n');
  EXPECT_EQ(token_requests(), 2);
}

TEST_P(EachHoldOff, IsEndedByLogin) {
  fail_once();
  EXPECT_NE(run_token().status, 0);
  const auto login = user.run({"jeton", "login", "studyteam"});
  EXPECT_EQ(login.status, 0);
  EXPECT_EQ(login.out, "");
  EXPECT_TRUE(is_one_message(login.err));
  token("studyteam");
  EXPECT_EQ(token_requests(), 2);
  EXPECT_EQ(status().at("held_off_until"), nullptr);
}

TEST_P(EachHoldOff, IsShownByStatus) {
  fail_once();
  EXPECT_NE(run_token().status, 0);
  EXPECT_EQ(status().at("state"), "held-off");
  EXPECT_TRUE(status().at("held_off_until").get<std::string>().ends_with("Z"));
  EXPECT_EQ(token_requests(), 1);
}

TEST_F(HoldOff, LastsAsLongAsTheProviderSays) {
  sandbox.fault("studyteam", "throttle", 1, 3600);
  EXPECT_TRUE(failed(run_token(), 7, "held off until"));
  const auto until = status().at("held_off_until").get<std::string>();
  EXPECT_GT(until, in_seconds(3600 - 60));
  EXPECT_LE(until, in_seconds(3600));
}

TEST_F(HoldOff, MayBeSaidAsADate) {
  sandbox.fault("studyteam", "throttle-date", 1, 3600);
  EXPECT_TRUE(failed(run_token(), 7, "held off until"));
  const auto until = status().at("held_off_until").get<std::string>();
  EXPECT_GT(until, in_seconds(3600 - 60));
  EXPECT_LE(until, in_seconds(3600 + 1));
}

TEST_F(HoldOff, LastsADayAtMost) {
  sandbox.fault("studyteam", "throttle", 1, 999'999'999);
  EXPECT_TRUE(failed(run_token(), 7, "held off until"));
  const auto until = status().at("held_off_until").get<std::string>();
  EXPECT_GT(until, in_seconds(86400 - 60));
  EXPECT_LE(until, in_seconds(86400));
}

TEST_F(HoldOff, IsEndedByAChangedSecret) {
  const auto secret = sandbox.client_secret("studyteam");
  write_file(sandbox.folder() / "studyteam-secret", "wrong\n");
  EXPECT_TRUE(failed(run_token(), 5));
  EXPECT_TRUE(failed(run_token(), 7));
  write_file(sandbox.folder() / "studyteam-secret", secret + '\n');
  token("studyteam");
  EXPECT_EQ(token_requests(), 2);
}

TEST_F(HoldOff, IsNotEndedByAConfigurationThatSendsTheSame) {
  sandbox.fault("studyteam", "refuse");
  EXPECT_TRUE(failed(run_token(), 5));
  user.configure(sandbox.configuration({{"studyteam", "timeout = 9\n"}}));
  EXPECT_TRUE(failed(run_token(), 7));
  EXPECT_EQ(token_requests(), 1);
}

TEST_F(HoldOff, OfOneProfileIsNoneOfAnother) {
  sandbox.fault("studyteam", "refuse");
  EXPECT_TRUE(failed(run_token(), 5));
  token("clearstreet");
}

TEST_F(HoldOff, OutlivesTheLossOfTheCache) {
  sandbox.fault("studyteam", "refuse");
  EXPECT_TRUE(failed(run_token(), 5));
  std::filesystem::remove_all(user.cache());
  EXPECT_TRUE(failed(run_token(), 7));
  EXPECT_EQ(token_requests(), 1);
}

TEST_F(HoldOff, DoesNotFollowOneLostAnswer) {
  sandbox.fault("studyteam", "close");
  EXPECT_TRUE(failed(run_token(), 6));
  token("studyteam");
}

TEST_F(HoldOff, RenewalThatCannotReachTheProviderServesTheCachedToken) {
  const auto cached = token("studyteam");
  sandbox.fault("studyteam", "close");
  const auto outcome = renew();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, cached + '\n');
  EXPECT_TRUE(is_one_message(outcome.err));
}

TEST_F(HoldOff, RejectedTokenIsNotServed) {
  const auto rejected = token("studyteam");
  sandbox.fault("studyteam", "throttle");
  user.run({"jeton", "reject", "studyteam"}, rejected);
  const auto outcome = run_token();
  EXPECT_TRUE(failed(outcome, 7));
  EXPECT_EQ(outcome.out, "");
}

}  // namespace
}  // namespace jeton::e2e
