#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/record.hpp"
#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// Beyond hold_off_test.cpp: how long the provider is left alone, by whom, and for which grants.
class Throttling : public LoginTest {
 protected:
  struct Pause {
    std::int64_t failed_at = 0;
    std::int64_t until = 0;
    std::int64_t length() const { return until - failed_at; }
  };
  Pause pause(const std::string& profile) const {
    const auto record = Record::parse(read_file(hold_off_file(profile)), "jeton hold-off 1");
    if (!record) throw std::runtime_error("the hold-off cannot be read");
    return {.failed_at = record->integer("failed_at").value_or(0), .until = record->integer("until").value_or(0)};
  }
  /// As though the pause were over, and so many requests had failed in a row.
  void let_pause_pass(const std::string& profile, int failures) const {
    const auto now = std::time(nullptr);
    change_hold_off(profile, {{"failed_at", now - 10}, {"until", now - 1}, {"failures", failures}});
  }
  /// As though the last request had failed a while ago, and its pause were a longer one.
  void lengthen_pause(const std::string& profile) const {
    const auto now = std::time(nullptr);
    change_hold_off(profile, {{"failed_at", now - 10}, {"until", now + 600}});
  }
  Outcome get(const std::string& profile) const { return user.run({"jeton", "token", profile}); }

 private:
  std::filesystem::path hold_off_file(const std::string& profile) const {
    for (const auto& file : User::files_below(user.state())) {
      if (file.extension() == ".hold-off" && file.filename().string().starts_with(profile + '.')) return file;
    }
    throw std::runtime_error(profile + " is not held off");
  }
  void change_hold_off(const std::string& profile,
                       const std::vector<std::pair<std::string, std::int64_t>>& values) const {
    auto text = read_file(hold_off_file(profile));
    for (const auto& [key, value] : values) {
      const auto start = text.find('\n' + key + '=') + key.size() + 2;
      text.replace(start, text.find('\n', start) - start, std::to_string(value));
    }
    write_file(hold_off_file(profile), text);
  }
};

TEST_F(Throttling, IsTheSameForAllProcesses) {
  sandbox.fault("studyteam", "throttle", 1, 60);
  EXPECT_TRUE(failed(get("studyteam"), 7));
  const auto until = pause("studyteam").until;
  std::vector<Process> processes;
  for (int i = 0; i < 30; ++i) processes.push_back(user.start({"jeton", "token", "studyteam"}));
  for (auto& process : processes) EXPECT_TRUE(failed(process.finish(), 7, "held off until"));
  EXPECT_EQ(pause("studyteam").until, until);
  EXPECT_EQ(sandbox.token_requests("studyteam"), 1);
}

TEST_F(Throttling, LastsADayAtMostWhateverTheQuotaSays) {
  sandbox.fault("studyteam", "quota", 1, 999'999'999);
  EXPECT_TRUE(failed(get("studyteam"), 7));
  EXPECT_LE(pause("studyteam").length(), 86'400 + 1);
  EXPECT_GT(pause("studyteam").length(), 86'000);
}

TEST_F(Throttling, LastsADayAtMostWhateverTheDateSays) {
  sandbox.fault("studyteam", "throttle-date", 1, 500'000'000);
  EXPECT_TRUE(failed(get("studyteam"), 7));
  EXPECT_LE(pause("studyteam").length(), 86'400 + 1);
  EXPECT_GT(pause("studyteam").length(), 86'000);
}

TEST_F(Throttling, PausesOfRefusalsDoubleUpToAnHourAndAQuarter) {
  sandbox.fault("studyteam", "refuse", Sandbox::for_good);
  EXPECT_EQ(get("studyteam").status, 5);
  int failures = 1;
  for (const auto wanted : {10, 20, 40, 80}) {
    EXPECT_GE(pause("studyteam").length(), wanted);
    EXPECT_LE(pause("studyteam").length(), wanted + wanted / 4 + 1);
    let_pause_pass("studyteam", failures++);
    EXPECT_EQ(get("studyteam").status, 5);
  }
  let_pause_pass("studyteam", 1'000'000);
  EXPECT_EQ(get("studyteam").status, 5);
  EXPECT_GE(pause("studyteam").length(), 3600);
  EXPECT_LE(pause("studyteam").length(), 4500);
}

TEST_F(Throttling, PausesOfServersInTroubleDoubleUpToFiveMinutesAndAQuarter) {
  sandbox.fault("studyteam", "error-500", Sandbox::for_good);
  EXPECT_EQ(get("studyteam").status, 6);
  EXPECT_GE(pause("studyteam").length(), 2);
  EXPECT_LE(pause("studyteam").length(), 3);
  let_pause_pass("studyteam", 6);
  EXPECT_EQ(get("studyteam").status, 6);
  EXPECT_GE(pause("studyteam").length(), 128);
  EXPECT_LE(pause("studyteam").length(), 160);
  let_pause_pass("studyteam", 1000);
  EXPECT_EQ(get("studyteam").status, 6);
  EXPECT_GE(pause("studyteam").length(), 300);
  EXPECT_LE(pause("studyteam").length(), 375);
}

TEST_F(Throttling, PausesDiffer) {
  sandbox.fault("studyteam", "refuse", Sandbox::for_good);
  EXPECT_EQ(get("studyteam").status, 5);
  std::set<std::int64_t> lengths;
  for (int i = 0; i < 6; ++i) {
    let_pause_pass("studyteam", 8);
    EXPECT_EQ(get("studyteam").status, 5);
    lengths.insert(pause("studyteam").length());
  }
  EXPECT_GT(lengths.size(), 1U);
}

TEST_F(Throttling, SuccessEndsTheRow) {
  sandbox.fault("studyteam", "refuse");
  EXPECT_EQ(get("studyteam").status, 5);
  let_pause_pass("studyteam", 8);
  token("studyteam");
  forget_cached_tokens(user);
  sandbox.fault("studyteam", "refuse");
  EXPECT_EQ(get("studyteam").status, 5);
  EXPECT_LE(pause("studyteam").length(), 13);
}

TEST_F(Throttling, IsEndedByAChangedRequest) {
  sandbox.fault("studyteam", "refuse");
  EXPECT_EQ(get("studyteam").status, 5);
  EXPECT_EQ(get("studyteam").status, 7);
  auto text = sandbox.configuration();
  const auto at = text.find("client_id = \"", text.find("[profile.studyteam]"));
  text.insert(at + std::string("client_id = \"").size(), "not-");
  user.configure(text);
  EXPECT_EQ(get("studyteam").status, 5);
  EXPECT_EQ(sandbox.token_requests("studyteam"), 2);
  // Taking it back finds the hold-off that was there.
  user.configure(sandbox.configuration());
  EXPECT_EQ(get("studyteam").status, 7);
  EXPECT_EQ(sandbox.token_requests("studyteam"), 2);
}

TEST_F(Throttling, IsForgottenByLogout) {
  sandbox.fault("studyteam", "refuse");
  EXPECT_EQ(get("studyteam").status, 5);
  user.run({"jeton", "logout", "studyteam"});
  token("studyteam");
}

/// A port of loopback that nobody listens on, for as long as this lives.
class ClosedPort {
 public:
  ClosedPort() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("no port is to be had");
    }
    port_ = ntohs(address.sin_port);
  }
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;
  ~ClosedPort() { ::close(fd_); }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/token"; }

 private:
  int fd_;
  int port_ = 0;
};

TEST_F(Throttling, FollowsTheFourthRefusedConnection) {
  const ClosedPort port;
  user.configure(
      "[profile.gone]\nprovider = \"generic\"\ngrant = \"client_credentials\"\ntoken_url = \"" + port.url() +
      "\"\nclient_id = \"someone\"\nclient_secret = { env = \"SECRET\" }\nurls = [\"https://api.example.com\"]\n");
  user.set("SECRET", "secret");
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(failed(get("gone"), 6, "127.0.0.1")) << i;
  EXPECT_GE(pause("gone").length(), 1);
  let_pause_pass("gone", 8);
  EXPECT_TRUE(failed(get("gone"), 6));
  EXPECT_GE(pause("gone").length(), 32);
  EXPECT_LE(pause("gone").length(), 41);
  lengthen_pause("gone");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(failed(get("gone"), 7, "held off until"));
  const auto status = json::parse(user.run({"jeton", "status", "--json", "gone"}).out).at(0);
  EXPECT_EQ(status.at("state"), "held-off");
}

/// The same with a refresh token, which outlives all of it.
class ThrottledRefresh : public Throttling {
 protected:
  void SetUp() override {
    log_in("pkce");
    cached_ = token("pkce");
  }
  int refreshes() const { return sandbox.count("pkce", "refresh_requests"); }

  std::string cached_;
};

class EachThrottledRefresh : public ThrottledRefresh, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(After, EachThrottledRefresh,
                         testing::Values("refuse", "throttle", "throttle-date", "quota", "error-500", "error-503"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(EachThrottledRefresh, KeepsFromFurtherRequestsAndCostsNoLogin) {
  forget_cached_tokens(user);
  sandbox.fault("pkce", GetParam(), Sandbox::for_good, 60);
  EXPECT_NE(get("pkce").status, 0);
  const auto status = json::parse(user.run({"jeton", "status", "--json", "pkce"}).out).at(0);
  EXPECT_EQ(status.at("state"), "held-off");
  lengthen_pause("pkce");
  std::vector<Process> processes;
  for (int i = 0; i < 10; ++i) processes.push_back(user.start({"jeton", "token", "pkce"}));
  for (auto& process : processes) EXPECT_TRUE(failed(process.finish(), 7, "held off until"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "--renew", "pkce"}), 7));
  EXPECT_EQ(refreshes(), 1);
  sandbox.fault("pkce", "none");
  let_pause_pass("pkce", 1);
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_P(EachThrottledRefresh, DoesNotKeepFromAValidCachedToken) {
  sandbox.fault("pkce", GetParam(), Sandbox::for_good, 60);
  const auto renewed = user.run({"jeton", "token", "--renew", "pkce"});
  EXPECT_EQ(renewed.status, 0);
  EXPECT_EQ(renewed.out, cached_ + '\n');
  EXPECT_EQ(token("pkce"), cached_);
  EXPECT_EQ(refreshes(), 1);
}

TEST_P(EachThrottledRefresh, IsEndedByLogin) {
  forget_cached_tokens(user);
  sandbox.fault("pkce", GetParam(), 1, 3600);
  EXPECT_NE(get("pkce").status, 0);
  log_in("pkce");
  EXPECT_EQ(json::parse(user.run({"jeton", "status", "--json", "pkce"}).out).at(0).at("held_off_until"), nullptr);
  token("pkce");
  forget_cached_tokens(user);
  token("pkce");
  EXPECT_EQ(refreshes(), 2);
}

TEST_F(ThrottledRefresh, IsEndedByAChangedSecret) {
  const auto secret = sandbox.client_secret("pkce");
  forget_cached_tokens(user);
  write_file(sandbox.folder() / "pkce-secret", "wrong\n");
  EXPECT_TRUE(failed(get("pkce"), 5));
  EXPECT_TRUE(failed(get("pkce"), 7));
  write_file(sandbox.folder() / "pkce-secret", secret + '\n');
  token("pkce");
  EXPECT_EQ(refreshes(), 2);
}

}  // namespace
}  // namespace jeton::e2e
