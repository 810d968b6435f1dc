#include <sstream>
#include <string>
#include <vector>

#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// `jeton log`: the last token requests.
class LogCommand : public LoginTest {
 protected:
  using Line = std::vector<std::string>;

  /// Its lines below the header, as words.
  std::vector<Line> log(const std::string& profile = {}) const {
    std::vector<std::string> call{"jeton", "log"};
    if (!profile.empty()) call.push_back(profile);
    const auto outcome = user.run(call);
    EXPECT_TRUE(succeeded(outcome));
    std::vector<Line> lines;
    std::istringstream text(outcome.out);
    for (std::string line; std::getline(text, line);) {
      std::istringstream words(line);
      lines.push_back({std::istream_iterator<std::string>(words), {}});
    }
    lines.erase(lines.begin());
    return lines;
  }

  std::filesystem::path file() const { return user.state() / "@requests.log"; }
};

TEST_F(LogCommand, HasARequestWithItsReasonGrantAndResult) {
  token("clearstreet");
  const auto lines = log();
  ASSERT_EQ(lines.size(), 1U);
  ASSERT_EQ(lines[0].size(), 6U);
  EXPECT_EQ(lines[0][0].size(), std::string("2026-11-22T10:00:00Z").size());
  EXPECT_EQ(Line(lines[0].begin() + 1, lines[0].begin() + 4), Line({"clearstreet", "needed", "client_credentials"}));
  EXPECT_LT(std::stoi(lines[0][4]), 10'000);
  EXPECT_EQ(lines[0][5], "token");
}

TEST_F(LogCommand, HasALineForEachTokenRequestAndNoOther) {
  for (int i = 0; i < 3; ++i) token("clearstreet");
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "clearstreet"})));
  EXPECT_TRUE(succeeded(user.run({"jeton", "reject", "clearstreet"}, token("clearstreet"))));
  token("clearstreet");
  log_in("pkce");
  forget_cached_tokens(user);
  token("pkce");
  std::vector<std::string> reasons;
  for (const auto& line : log()) reasons.push_back(line[1] + ' ' + line[2] + ' ' + line[3]);
  EXPECT_EQ(reasons,
            std::vector<std::string>({"clearstreet needed client_credentials", "clearstreet renew client_credentials",
                                      "clearstreet rejected client_credentials", "pkce login authorization_code",
                                      "pkce needed refresh_token"}));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 3);
  EXPECT_EQ(sandbox.token_requests("pkce"), 2);
  EXPECT_EQ(log("pkce").size(), 2U);
}

TEST_F(LogCommand, SaysWhyThereWasNoToken) {
  sandbox.fault("clearstreet", "refuse");
  EXPECT_EQ(user.run({"jeton", "token", "clearstreet"}).status, 5);
  const auto out = user.run({"jeton", "log"}).out;
  EXPECT_TRUE(contains(out, "  5: the provider refused the credentials: ")) << out;
}

/// What waits for a person to enter a code would push everything else out.
TEST_F(LogCommand, LeavesOutThePollsOfADeviceLogin) {
  log_in("device");
  ASSERT_EQ(log().size(), 1U);
  EXPECT_EQ(log()[0][3], "device_code");
}

TEST_F(LogCommand, IsNotWrittenByTheCachedPath) {
  token("clearstreet");
  const auto before = read_file(file());
  const auto time = std::filesystem::last_write_time(file());
  for (int i = 0; i < 3; ++i) token("clearstreet");
  EXPECT_EQ(read_file(file()), before);
  EXPECT_EQ(std::filesystem::last_write_time(file()), time);
}

TEST_F(LogCommand, CanBeTurnedOff) {
  user.configure(sandbox.configuration() + "\n[log]\nenabled = false\n");
  token("clearstreet");
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_EQ(user.run({"jeton", "log"}).out, "no token requests are logged\n");
  user.configure("[log]\nenable = false\n");
  EXPECT_TRUE(
      contains(user.run({"jeton", "token", "x"}).err, "[log] unknown key \"enable\"; did you mean \"enabled\"?"));
  user.configure("[log]\nenabled = 0\n");
  EXPECT_TRUE(contains(user.run({"jeton", "token", "x"}).err, "[log] enabled is not true or false"));
}

TEST_F(LogCommand, KeepsTheLastFewHundredAndNoMore) {
  token("clearstreet");
  const auto line = read_file(file());
  std::string many;
  while (many.size() < 33'000) many += line;
  const auto lines_before = std::ranges::count(many, '\n');
  write_file(file(), many);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "clearstreet"})));
  // The first of them put what was there aside; the others are in a new file.
  EXPECT_EQ(std::ranges::count(read_file(file()), '\n'), 2);
  EXPECT_EQ(static_cast<std::ptrdiff_t>(log().size()), lines_before + 3);
  write_file(file(), many);
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "clearstreet"})));
  EXPECT_EQ(static_cast<std::ptrdiff_t>(log().size()), lines_before + 1);
}

TEST_F(LogCommand, ThatCannotBeWrittenCostsNobodyAToken) {
  std::filesystem::create_directories(file());
  token("clearstreet");
  std::filesystem::remove(file());
  std::filesystem::create_symlink(user.home() / "elsewhere", file());
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "clearstreet"})));
  EXPECT_FALSE(std::filesystem::exists(user.home() / "elsewhere"));
}

}  // namespace
}  // namespace jeton::e2e
