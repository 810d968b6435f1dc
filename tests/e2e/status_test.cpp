#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "harness/cached_token.hpp"
#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// `jeton status`: what each profile is, without a request.
class StatusCommand : public SandboxTest {
 protected:
  json status(const std::string& profile) const {
    const auto outcome = user.run({"jeton", "status", "--json", profile});
    EXPECT_TRUE(succeeded(outcome));
    return json::parse(outcome.out).at(0);
  }

  /// The columns of the profile's line, as awk sees them.
  std::vector<std::string> columns(const std::string& profile) const {
    std::istringstream lines(user.run({"jeton", "status"}).out);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      const std::vector<std::string> columns{std::istream_iterator<std::string>(words), {}};
      if (!columns.empty() && columns.front() == profile) return columns;
    }
    return {};
  }

  std::string picture(const std::vector<std::string>& arguments = {}) const {
    std::vector<std::string> call{"jeton", "status"};
    call.insert(call.end(), arguments.begin(), arguments.end());
    return user.start(call, {}, Process::Input::terminal).finish().out;
  }
};

TEST_F(StatusCommand, ListsEveryProfile) {
  const auto outcome = user.run({"jeton", "status"});
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 8);
  EXPECT_EQ(json::parse(user.run({"jeton", "status", "--json"}).out).size(), 7U);
}

TEST_F(StatusCommand, SaysNoneThenFreshAndNeverAsks) {
  EXPECT_EQ(status("clearstreet").at("state"), "none");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 0);
  token("clearstreet");
  const auto fresh = status("clearstreet");
  EXPECT_EQ(fresh.at("state"), "fresh");
  EXPECT_EQ(fresh.at("expires_by"), "exp");
  EXPECT_NEAR(fresh.at("expires_in").get<int>(), 890, 10);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(StatusCommand, SaysWhenTheTokenIsRenewedAhead) {
  token("clearstreet");
  const auto of_cache = cached_token(user, "clearstreet");
  // In its last tenth: 90 of 900 s.
  EXPECT_EQ(status("clearstreet").at("renews_at"), rfc3339(*of_cache.expires_at - 90));
  EXPECT_TRUE(status("portfolios").at("renews_at").is_null());
}

TEST_F(StatusCommand, HasColumnsForScripts) {
  token("clearstreet");
  const auto header = user.run({"jeton", "status"}).out;
  EXPECT_TRUE(header.starts_with("PROFILE ")) << header;
  const auto fresh = columns("clearstreet");
  ASSERT_EQ(fresh.size(), 9U);
  EXPECT_EQ(fresh[1], "clearstreet");
  EXPECT_EQ(fresh[2], "fresh");
  EXPECT_NEAR(std::stoi(fresh[3]), 890, 10);
  EXPECT_EQ(fresh[4], rfc3339(*cached_token(user, "clearstreet").expires_at));
  EXPECT_EQ(fresh[5], "exp");
  EXPECT_EQ(fresh[7], "-");
  const auto none = columns("portfolios");
  ASSERT_EQ(none.size(), 9U);
  for (const int column : {3, 4, 5, 6, 7, 8}) EXPECT_EQ(none[static_cast<std::size_t>(column)], "-");
}

TEST_F(StatusCommand, SaysWhatHoldsAProfileOffAndUntilWhen) {
  sandbox.fault("clearstreet", "throttle");
  EXPECT_EQ(user.run({"jeton", "token", "clearstreet"}).status, 7);
  const auto held_off = status("clearstreet");
  EXPECT_EQ(held_off.at("state"), "held-off");
  EXPECT_TRUE(contains(held_off.at("note").get<std::string>(), "the provider throttles"));
  const auto shown = picture({"clearstreet"});
  EXPECT_TRUE(contains(shown, "held-off")) << shown;
  EXPECT_TRUE(contains(shown, "until " + held_off.at("held_off_until").get<std::string>())) << shown;
  EXPECT_TRUE(contains(shown, "the provider throttles")) << shown;
}

TEST_F(StatusCommand, OnATerminalShowsLifeAsABarAndAsTime) {
  token("clearstreet");
  age_cached_token(user, "clearstreet", 10);
  auto shown = picture({"clearstreet"});
  EXPECT_TRUE(contains(shown, "fresh  ████████ 14 min  in 13 min")) << shown;
  age_cached_token(user, "clearstreet", 445);
  shown = picture({"clearstreet"});
  EXPECT_TRUE(contains(shown, "fresh  ████░░░░ 7 min  in 5 min")) << shown;
  age_cached_token(user, "clearstreet", 390);
  shown = picture({"clearstreet"});
  EXPECT_TRUE(contains(shown, "expiring  █░░░░░░░ ")) << shown;
  EXPECT_TRUE(contains(shown, " s  due")) << shown;
  shown = picture({"tradier"});
  EXPECT_TRUE(contains(shown, "login-required")) << shown;
  EXPECT_TRUE(contains(shown, "run: jeton login tradier")) << shown;
}

TEST_F(StatusCommand, IsColouredOnATerminalAlone) {
  token("clearstreet");
  user.set("TERM", "xterm");
  EXPECT_TRUE(contains(picture(), "\x1b[32mfresh"));
  EXPECT_TRUE(contains(picture(), "\x1b[31mlogin-required"));
  EXPECT_FALSE(contains(user.run({"jeton", "status"}).out, "\x1b"));
  user.set("NO_COLOR", "1");
  EXPECT_FALSE(contains(picture(), "\x1b"));
}

TEST_F(StatusCommand, FitsATerminalOfEightyColumns) {
  token("clearstreet");
  std::istringstream lines(picture());
  for (std::string line; std::getline(lines, line);) {
    const auto columns =
        std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
    EXPECT_LE(columns, 81) << line;  // with the carriage return
  }
}

TEST_F(StatusCommand, ProfileThatIsNotThereIsAnError) {
  EXPECT_TRUE(failed(user.run({"jeton", "status", "nobody"}), 3, "nobody"));
}

}  // namespace
}  // namespace jeton::e2e
