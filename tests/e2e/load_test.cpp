#include <sys/types.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "harness/altered_host.hpp"
#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

#ifdef JETON_SANITIZED
constexpr int many = 60;
#else
constexpr int many = 500;
#endif

/// Hundreds of processes of git's, docker's and people's, all at once.
class Load : public LoginTest {
 protected:
  /// Starts so many with bash, in turn for these profiles and in turn as each of the three programs, and returns the
  /// tokens that each profile's got. Each of them has to get one, and say nothing else.
  std::map<std::string, std::set<std::string>> run_many(int number, const std::vector<std::string>& profiles) const {
    const auto folder = user.home() / "many";
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::string script = "cd many\n";
    for (int i = 0; i < number; ++i) {
      const auto& profile = profiles[static_cast<std::size_t>(i) % profiles.size()];
      script += command(i, profile) + " >" + std::to_string(i) + " 2>&1 &\n";
    }
    const auto outcome = user.shell(script + "wait\n");
    EXPECT_TRUE(succeeded(outcome));
    std::map<std::string, std::set<std::string>> tokens;
    for (int i = 0; i < number; ++i) {
      const auto answer = read_file(folder / std::to_string(i));
      tokens[profiles[static_cast<std::size_t>(i) % profiles.size()]].insert(token_in(i, answer));
    }
    return tokens;
  }

  /// Where each provider lies, by profile; of this test's own profiles, by the name before the dash.
  std::string authority(const std::string& profile) const {
    return sandbox.authority(profile.substr(0, profile.find('-')));
  }

  /// `token` for one profile; the cache may hold an earlier one.
  void expect_one_request(const std::string& profile) const {
    const int before = sandbox.token_requests(profile);
    sandbox.fault(profile, "slow", 1, 1);
    const auto tokens = run_many(many, {profile});
    EXPECT_EQ(tokens.at(profile), std::set<std::string>{token(profile)});
    EXPECT_EQ(sandbox.token_requests(profile), before + 1);
  }

 private:
  std::string command(int number, const std::string& profile) const {
    switch (number / 7 % 3) {
      case 0: return "jeton token " + profile;
      case 1:
        return "git-credential-jeton --profile " + profile + " get <<<$'protocol=https\\nhost=" + authority(profile) +
               "\\n'";
      default: return "docker-credential-jeton --profile " + profile + " get <<<" + authority(profile);
    }
  }
  static std::string token_in(int number, const std::string& answer) {
    switch (number / 7 % 3) {
      case 0: return answer.substr(0, answer.find('\n'));
      case 1: return value_of(answer, "password");
      default: {
        const auto login = json::parse(answer, nullptr, /*allow_exceptions=*/false);
        return login.is_object() ? login.value("Secret", answer) : answer;
      }
    }
  }
};

TEST_F(Load, EmptyCacheCostsOneRequest) {
  expect_one_request("clearstreet");
}

TEST_F(Load, ExpiredTokenCostsOneRequest) {
  token("studyteam");
  age_cached_token(user, "studyteam", 1000);
  expect_one_request("studyteam");
}

/// The same for refresh tokens that are good for once.
class RotatingLoad : public Load, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { log_in(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(At, RotatingLoad, testing::Values("pkce", "clayton"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(RotatingLoad, EmptyCacheCostsOneRefresh) {
  clean_cache();
  expect_one_request(GetParam());
  EXPECT_EQ(sandbox.count(GetParam(), "refresh_requests"), 1);
  EXPECT_EQ(sandbox.count(GetParam(), "reuse_detected"), 0);
}

TEST_P(RotatingLoad, ExpiredTokenCostsOneRefresh) {
  age_cached_token(user, GetParam(), 10'000);
  expect_one_request(GetParam());
  EXPECT_EQ(sandbox.count(GetParam(), "refresh_requests"), 1);
  EXPECT_EQ(sandbox.count(GetParam(), "reuse_detected"), 0);
}

/// A hundred tools that all met the same 401.
TEST_F(Load, ReportsOfTheSameDeadTokenCostOneRequest) {
  const auto dead = token("clearstreet");
  sandbox.revoke("clearstreet");
  write_file(user.home() / "dead", dead);
  const auto outcome = user.shell("for i in {1.." + std::to_string(many / 5) +
                                  "}; do { jeton reject clearstreet <dead && jeton token clearstreet; } >>tokens 2>&1 "
                                  "& done; wait; sort -u tokens");
  EXPECT_EQ(outcome.out, token("clearstreet") + '\n');
  EXPECT_NE(outcome.out, dead + '\n');
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_P(RotatingLoad, ReportsOfTheSameDeadTokenCostOneRefresh) {
  const std::string profile = GetParam();
  const auto dead = token(profile);
  write_file(user.home() / "dead", dead);
  const auto outcome =
      user.shell("for i in {1.." + std::to_string(many / 5) + "}; do { jeton reject " + profile +
                 " <dead && jeton token " + profile + "; } >>tokens 2>&1 & done; wait; sort -u tokens");
  EXPECT_EQ(outcome.out, token(profile) + '\n');
  EXPECT_NE(outcome.out, dead + '\n');
  EXPECT_EQ(sandbox.count(profile, "refresh_requests"), 1);
  EXPECT_EQ(sandbox.count(profile, "reuse_detected"), 0);
}

/// A server that refuses everything: each report of a token that has just come starts a hold-off, for all.
TEST_P(RotatingLoad, ServerThatRefusesEverythingIsNoReasonToAskForEver) {
  const std::string profile = GetParam();
  for (int i = 0; i < 4; ++i) {
    user.shell("for i in {1..20}; do { jeton token " + profile + " | jeton reject " + profile +
               "; } >/dev/null 2>&1 & done; wait");
  }
  EXPECT_TRUE(failed(user.run({"jeton", "token", profile}), 7, "held off until"));
  EXPECT_EQ(sandbox.count(profile, "refresh_requests"), 1);
}

TEST_F(Load, FiftyProfilesAreFiftyRequests) {
  for (const auto* const profile : {"pkce", "clayton"}) log_in(profile);
  const auto text = sandbox.configuration();
  std::string further;
  std::vector<std::string> profiles = {"pkce", "clayton"};
  for (const std::string like : {"clearstreet", "studyteam", "portfolios"}) {
    const auto title = "[profile." + like + ']';
    const auto at = text.find(title);
    const auto table = text.substr(at + title.size(), text.find("\n\n", at) - at - title.size());
    for (int i = 0; i < 16; ++i) {
      profiles.push_back(like + '-' + std::to_string(i));
      further += "\n[profile." + profiles.back() + ']' + table + '\n';
    }
  }
  user.configure(text + further);
  clean_cache();
  const auto tokens = run_many(many, profiles);
  EXPECT_EQ(tokens.size(), 50U);
  for (const auto& [profile, of_it] : tokens) EXPECT_EQ(of_it.size(), 1U) << profile;
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 16);
  EXPECT_EQ(sandbox.token_requests("studyteam"), 16);
  EXPECT_EQ(sandbox.token_requests("portfolios"), 16);
  for (const auto* const profile : {"pkce", "clayton"}) {
    EXPECT_EQ(sandbox.count(profile, "refresh_requests"), 1) << profile;
    EXPECT_EQ(sandbox.count(profile, "reuse_detected"), 0) << profile;
  }
}

/// Those who wait for a process that asks, and what they are told.
class Waiting : public LoginTest {
 protected:
  /// The one that wrote its number into the lock.
  pid_t holder(const std::string& profile) const { return std::stoi(read_file(user.state() / (profile + ".lock"))); }
  /// Of one that runs; 0 for what is left of one that has ended.
  static pid_t parent_of(const fs::path& process) {
    std::ifstream in(process / "stat");
    std::string text;
    std::getline(in, text);
    // PID (NAME) STATE PARENT, and a name may have parentheses in it.
    const auto end = text.rfind(") ");
    return end == std::string::npos || text[end + 2] == 'Z' ? 0 : std::atoi(text.c_str() + end + 4);
  }
  static pid_t child_of(pid_t parent) {
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const auto number = parse_integer(entry.path().filename().string());
      if (number && parent_of(entry.path()) == parent) return static_cast<pid_t>(*number);
    }
    ADD_FAILURE() << "process " << parent << " has no child";
    return 0;
  }
  /// One that asks and waits for a slow answer.
  Process ask_slowly(const std::string& profile, int seconds) const {
    const int before = sandbox.token_requests(profile);
    sandbox.fault(profile, "slow", 1, seconds);
    auto process = user.start({"jeton", "token", profile});
    EXPECT_TRUE(sandbox.wait_for_token_requests(profile, before + 1));
    return process;
  }
};

TEST_F(Waiting, HostThatIsKilledHoldsNobodyUp) {
  auto asking = ask_slowly("clearstreet", 60);
  auto waiting = user.start({"jeton", "token", "clearstreet"});
  ASSERT_EQ(::kill(child_of(holder("clearstreet")), SIGKILL), 0);
  EXPECT_TRUE(failed(asking.finish(), 9, "ended by signal 9"));
  EXPECT_TRUE(succeeded(waiting.finish()));
  token("clearstreet");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(Waiting, FrontThatIsKilledHoldsNobodyUp) {
  auto asking = ask_slowly("clearstreet", 1);
  ASSERT_EQ(::kill(holder("clearstreet"), SIGKILL), 0);
  // What it asked for goes on, and serves the next.
  token("clearstreet");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
  EXPECT_EQ(asking.finish().status, 128 + SIGKILL);
}

TEST_F(Waiting, BothKilledAtOnceHoldNobodyUp) {
  log_in("pkce");
  sandbox.set_refresh_tokens("pkce", "rotate-with-leeway");
  forget_cached_tokens(user);
  auto asking = ask_slowly("pkce", 60);
  const auto front = holder("pkce");
  const auto host = child_of(front);
  ASSERT_EQ(::kill(front, SIGKILL), 0);
  ASSERT_EQ(::kill(host, SIGKILL), 0);
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "refresh_requests"), 2);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
  EXPECT_EQ(asking.finish().status, 128 + SIGKILL);
}

TEST_F(Waiting, ProcessThatStandsStillHoldsNobodyUpOnceItsAnswerIsThere) {
  auto asking = ask_slowly("clearstreet", 2);
  const auto front = holder("clearstreet");
  auto waiting = user.start({"jeton", "token", "clearstreet"}, {}, Process::Input::terminal);
  EXPECT_TRUE(waiting.wait_for("waiting for process"));
  ASSERT_EQ(::kill(front, SIGSTOP), 0);
  const auto outcome = waiting.finish(std::chrono::seconds(10));
  ::kill(front, SIGCONT);
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_TRUE(succeeded(asking.finish()));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(Waiting, EndsWithTheNameOfTheHolder) {
  const auto routes = settle_routes(user, "clearstreet");
  forget_cached_tokens(user);
  // The time that an exchange may take at most lies there, in seconds.
  auto text = read_file(routes);
  const std::string key = "patience=";
  for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
    const auto start = at + key.size();
    text.replace(start, text.find_first_not_of("0123456789", start) - start, "2");
  }
  write_file(routes, text);
  auto holding = user.start({"bash", "-c",
                             "exec 8<>.local/state/jeton/clearstreet.lock; flock 8; printf %10d\\\\n \"$$\" >&8; "
                             "echo \"held by $$\"; exec sleep 60"});
  const auto line = holding.wait_for_line_with("held by ");
  ASSERT_TRUE(line);
  const auto process = line->substr(line->rfind(' ') + 1);
  EXPECT_TRUE(failed(user.run({"jeton", "token", "clearstreet"}), 6,
                     "process " + process + " has been asking the provider for 2 s; try again, or end it"));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

}  // namespace
}  // namespace jeton::e2e
