#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "harness/altered_host.hpp"
#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

#ifdef JETON_SANITIZED
constexpr int many = 20;
#else
constexpr int many = 100;
#endif

// As in background_renewal_test.cpp: tokens that live for 900 seconds are renewed in their last 90. Those of pkce live
// for an hour, and are renewed in its last 360 seconds.
constexpr int renewed_ahead = 850;
constexpr int renewed_ahead_at_pkce = 3600 - 300;

/// Many who want a token in the last tenth of its life.
class RenewalAhead : public LoginTest {
 protected:
  /// Each host that is started says with what.
  void note_hosts() const { host.before("echo \"$*\" >>'" + hosts().string() + "'"); }
  int hosts_started(const std::string& words) const {
    const auto text = std::filesystem::exists(hosts()) ? read_file(hosts()) : "";
    int count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
  }
  std::filesystem::path hosts() const { return user.home() / "hosts"; }

  /// The token is one in its last tenth; everybody gets it at once, and one host renews it.
  void expect_one_renewal(const std::string& profile, const std::string& first) const {
    note_hosts();
    const int before = sandbox.token_requests(profile);
    sandbox.fault(profile, "slow", 1, 3);
    std::vector<Process> processes;
    processes.reserve(many);
    for (int i = 0; i < many; ++i) processes.push_back(user.start({host.program("jeton"), "token", profile}));
    for (auto& process : processes) EXPECT_EQ(process.finish().out, first + '\n');
    EXPECT_TRUE(sandbox.wait_for_token_requests(profile, before + 1));
    // While it is under way, and the next that needs the lock waits for it.
    EXPECT_EQ(hosts_started("@exchange"), 1);
    const auto next = user.run({host.program("jeton"), "token", "--renew", profile});
    EXPECT_EQ(next.status, 0);
    EXPECT_NE(next.out, first + '\n');
    EXPECT_EQ(hosts_started("@exchange"), 1);
    EXPECT_EQ(sandbox.token_requests(profile), before + 1);
  }

  AlteredHost host;
};

TEST_F(RenewalAhead, ThatManyWantIsOneHostAndOneRequest) {
  const auto first = token("clearstreet");
  age_cached_token(user, "clearstreet", renewed_ahead);
  expect_one_renewal("clearstreet", first);
}

TEST_F(RenewalAhead, OfARotatingRefreshTokenIsOneRefresh) {
  log_in("pkce");
  const auto first = token("pkce");
  age_cached_token(user, "pkce", renewed_ahead_at_pkce);
  expect_one_renewal("pkce", first);
  EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), 1);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(RenewalAhead, IsWaitedForByLogout) {
  log_in("pkce");
  token("pkce");
  age_cached_token(user, "pkce", renewed_ahead_at_pkce);
  sandbox.fault("pkce", "slow", 1, 2);
  token("pkce");
  EXPECT_TRUE(sandbox.wait_for_token_requests("pkce", 2));
  const auto outcome = user.run({"jeton", "logout", "pkce"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  // Nobody is left who could write a token or a refresh token now.
  EXPECT_TRUE(succeeded(user.run({"flock", "--nonblock", user.state() / "pkce.lock", "true"})));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 4));
  EXPECT_EQ(sandbox.token_requests("pkce"), 2);
}

/// Callers in the shell, who read until the last writer has gone.
class RenewalAheadInTheShell : public RenewalAhead {
 protected:
  void SetUp() override {
    first = token("clearstreet");
    age_cached_token(user, "clearstreet", renewed_ahead);
    sandbox.fault("clearstreet", "slow", 1, 3);
  }
  void expect_at_once(const std::string& script) {
    const auto outcome = user.shell(script);
    EXPECT_EQ(outcome.out, first + '\n');
    EXPECT_EQ(cached_token(user, "clearstreet").secret, first) << "it waited for the answer";
    EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 2));
  }

  std::string first;
};

TEST_F(RenewalAheadInTheShell, HoldsNoFurtherPipe) {
  expect_at_once("jeton token clearstreet 3>&1 4>&2 9>&1 | cat");
}

TEST_F(RenewalAheadInTheShell, HoldsNoProcessSubstitution) {
  expect_at_once("cat <(jeton token clearstreet)");
}

TEST_F(RenewalAheadInTheShell, HoldsNoCoprocess) {
  expect_at_once("coproc jeton token clearstreet; cat <&\"${COPROC[0]}\"");
}

TEST_F(RenewalAheadInTheShell, HoldsNoLockOfTheCallers) {
  const auto outcome =
      user.shell("exec 5>mine; flock 5; jeton token clearstreet; exec 5>&-; flock --nonblock mine echo 'free again'");
  EXPECT_EQ(outcome.out, first + "\nfree again\n");
  EXPECT_TRUE(sandbox.wait_for_token_requests("clearstreet", 2));
}

}  // namespace
}  // namespace jeton::e2e
