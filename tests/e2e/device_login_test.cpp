#include <chrono>
#include <csignal>
#include <string>

#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// `jeton login` where the provider has device codes (RFC 8628): a person enters a code elsewhere.
class LoginByDevice : public LoginTest {
 protected:
  LoginByDevice() { sandbox.set_interval("device", 1); }

  int polls() const { return sandbox.token_requests("device"); }
  static testing::AssertionResult ended(const Outcome& outcome, int status, const std::string& words) {
    const auto at = outcome.err.rfind("jeton: ");
    if (outcome.status == status && at != std::string::npos && is_one_message(outcome.err.substr(at)) &&
        contains(outcome.err.substr(at), words)) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "status " << outcome.status << ", wanted " << status << " and " << words
                                       << '\n'
                                       << outcome.out << outcome.err;
  }
  bool wait_for_polls(int number) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (polls() < number) {
      if (std::chrono::steady_clock::now() > deadline) return false;
    }
    return true;
  }
};

TEST_F(LoginByDevice, ShowsTheCodeAndWhereToEnterIt) {
  auto login = start_login("device");
  const auto code = user_code(login);
  sandbox.approve_device(code);
  const auto outcome = login.finish();
  EXPECT_TRUE(ended(outcome, 0, "jeton: device: logged in; the token lives for "));
  const auto page = sandbox.url("device") + "/device";
  EXPECT_TRUE(contains(outcome.err, "\n  " + page + "\n\n  " + code + "\n\n")) << outcome.err;
  EXPECT_TRUE(contains(outcome.err, "\n  " + page + "?user_code=" + code + "\n")) << outcome.err;
  EXPECT_TRUE(contains(outcome.err, "Waiting for consent, for at most 10 min")) << outcome.err;
  EXPECT_EQ(outcome.out, page + "?user_code=" + code + '\n');
  token("device");
  EXPECT_EQ(sandbox.count("device", "device_requests"), 1);
}

TEST_F(LoginByDevice, PollsUntilSomebodyConsents) {
  auto login = start_login("device");
  const auto code = user_code(login);
  EXPECT_TRUE(wait_for_polls(3));
  sandbox.approve_device(code);
  EXPECT_TRUE(ended(login.finish(), 0, "logged in"));
  EXPECT_LE(polls(), 5);
}

TEST_F(LoginByDevice, PollsAsOftenAsTheProviderSays) {
  sandbox.set_interval("device", 3);
  const auto started = std::chrono::steady_clock::now();
  auto login = start_login("device");
  const auto code = user_code(login);
  EXPECT_EQ(polls(), 0);
  EXPECT_TRUE(wait_for_polls(2));
  EXPECT_GE(std::chrono::steady_clock::now() - started, std::chrono::milliseconds(5500));
  sandbox.approve_device(code);
  EXPECT_TRUE(ended(login.finish(), 0, "logged in"));
  EXPECT_EQ(polls(), 3);
}

TEST_F(LoginByDevice, SlowsDownWhenTold) {
  auto login = start_login("device");
  user_code(login);
  EXPECT_TRUE(wait_for_polls(1));
  // Somebody else polls with its code at once, so that its own next poll comes too early.
  const auto body = sandbox.requests("device").at("last_token_request").at("body").get<std::string>();
  const auto early = user.run(
      {"curl", "-sS", "--cacert", sandbox.ca_file().string(), "-d", body, sandbox.url("device") + "/oauth/token"});
  EXPECT_TRUE(contains(early.out, "slow_down")) << early.out;
  EXPECT_TRUE(wait_for_polls(3));
  const auto told = std::chrono::steady_clock::now();
  EXPECT_TRUE(wait_for_polls(4));
  EXPECT_GE(std::chrono::steady_clock::now() - told, std::chrono::seconds(5)) << "1 s, and 5 more";
}

TEST_F(LoginByDevice, DenialEndsIt) {
  auto login = start_login("device");
  sandbox.approve_device(user_code(login), Decision::deny);
  EXPECT_TRUE(ended(login.finish(), 4, "jeton: device: consent was denied (access_denied"));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "device"}), 4, "; run: jeton login device"));
}

TEST_F(LoginByDevice, CodeThatRunsOutEndsIt) {
  auto login = start_login("device");
  user_code(login);
  sandbox.expire("device", "device_codes");
  EXPECT_TRUE(ended(login.finish(), 4, "jeton: device: nobody entered the code in time; run: jeton login device"));
}

TEST_F(LoginByDevice, NeverPollsForACodeThatRanOut) {
  auto login = start_login("device");
  user_code(login);
  sandbox.expire("device", "device_codes");
  EXPECT_EQ(login.finish().status, 4);
  EXPECT_LE(polls(), 2);
}

TEST_F(LoginByDevice, RefusedClientEndsIt) {
  user.configure(replaced(sandbox.configuration(), "[profile.device]\n", "[profile.device]\nscope = \"a\\\"b\"\n"));
  auto login = start_login("device");
  EXPECT_TRUE(failed(login.finish(), 5, "the provider gave no device code: invalid_scope"));
}

class LoginByDeviceWithTrouble : public LoginByDevice, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Of, LoginByDeviceWithTrouble,
                         testing::Values("close", "error-500", "error-503", "html", "lost"), [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(LoginByDeviceWithTrouble, TheNetworkHasMeanwhileGoesOn) {
  sandbox.fault("device", GetParam());
  auto login = start_login("device");
  const auto code = user_code(login);
  EXPECT_TRUE(wait_for_polls(1));
  sandbox.approve_device(code);
  EXPECT_TRUE(ended(login.finish(), 0, "logged in"));
  token("device");
}

TEST_F(LoginByDevice, ThrottledPollsGoOnLater) {
  sandbox.fault("device", "throttle", 1, 1);
  auto login = start_login("device");
  const auto code = user_code(login);
  EXPECT_TRUE(wait_for_polls(1));
  sandbox.approve_device(code);
  EXPECT_TRUE(ended(login.finish(), 0, "logged in"));
}

TEST_F(LoginByDevice, CountsDownOnATerminal) {
  auto login = start_login("device", {}, Process::Input::terminal);
  const auto code = user_code(login);
  EXPECT_TRUE(login.wait_for("Waiting for consent, for 9:5"));
  EXPECT_TRUE(wait_for_polls(2));
  sandbox.approve_device(code);
  const auto outcome = login.finish();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(outcome.out, "  " + code + "\r\n")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "\r\x1b[KWaiting for consent, for 9:59 more")) << outcome.out;
  // The last line is not mixed with the countdown.
  EXPECT_TRUE(contains(outcome.out, "\r\x1b[Kjeton: device: logged in; ")) << outcome.out;
}

TEST_F(LoginByDevice, CtrlCLeavesAllAsItWas) {
  log_in("device");
  const auto before = all_files();
  for (const auto input : {Process::Input::stays_open, Process::Input::terminal}) {
    auto login = start_login("device", {}, input);
    user_code(login);
    EXPECT_TRUE(login.wait_for("Waiting for consent"));
    login.interrupt();
    EXPECT_EQ(login.finish().status, 128 + SIGINT);
    EXPECT_TRUE(all_files() == before);
  }
  token("device");
}

TEST_F(LoginByDevice, CtrlCBetweenPollsLeavesAllAsItWas) {
  log_in("device");
  const int before_polls = polls();
  const auto before = all_files();
  sandbox.set_interval("device", 3);
  auto login = start_login("device");
  user_code(login);
  EXPECT_TRUE(wait_for_polls(before_polls + 1));
  login.interrupt();
  EXPECT_EQ(login.finish().status, 128 + SIGINT);
  EXPECT_TRUE(all_files() == before);
}

TEST_F(LoginByDevice, NothingIsLockedWhileAPersonThinks) {
  sandbox.set_interval("device", 5);
  auto thinking = start_login("device");
  const auto code = user_code(thinking);
  log_in("device");
  token("device");
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "device"})));
  sandbox.approve_device(code);
  EXPECT_TRUE(ended(thinking.finish(), 0, "logged in"));
}

TEST_F(LoginByDevice, FullDiskIsFoundOutBeforeAnybodyIsAsked) {
  EXPECT_TRUE(failed(user.shell("ulimit -f 100; exec jeton login --no-browser device </dev/null"), 8, "device"));
  EXPECT_EQ(sandbox.count("device", "device_requests"), 0);
}

TEST_F(LoginByDevice, BrowserIsStartedWithTheAddressThatHasTheCode) {
  write_file(
      user.home() / "bin/my-browser",
      "#!/bin/sh\nexec curl -sS --cacert '" + sandbox.ca_file().string() + "' -o page -d decision=allow \"$1\"\n",
      0700);
  user.put_on_path(user.home() / "bin");
  user.set("BROWSER", "my-browser");
  const auto outcome = user.run({"jeton", "login", "device"});
  EXPECT_TRUE(ended(outcome, 0, "logged in"));
  EXPECT_EQ(outcome.out, "");
}

}  // namespace
}  // namespace jeton::e2e
