#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/record.hpp"
#include "harness/altered_host.hpp"
#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// A host that is killed at one system call after the other. A call is where it is killed before the call is carried
/// out, so that the first that comes after what matters counts as well.
class Crash : public LoginTest {
 protected:
  using SystemCall = AlteredHost::SystemCall;

  Outcome get() const { return user.run({"jeton", "token", "clayton"}); }
  /// Nothing is left over of the round before, and the next get needs a refresh.
  void begin_round() const {
    EXPECT_EQ(user.run({"jeton", "token", "--renew", "clayton"}).status, 0);
    forget_cached_tokens(user);
  }
  Outcome get_with_altered_host() const { return user.run({host.program("jeton"), "token", "clayton"}); }

  /// The address where clayton shows codes, which is always the same.
  std::string consent_url() const {
    auto login = start_login("clayton", {"--code", "-"}, Process::Input::ends_at_once);
    auto url = address(login);
    EXPECT_NE(login.finish().status, 0);
    return url;
  }
  Outcome log_in_with_altered_host(const std::string& url) const {
    return user.run({host.program("jeton"), "login", "--no-browser", "--code", "-", "clayton"},
                    sandbox.consent(url) + '\n');
  }

  /// The position of the first call of that name.
  static std::size_t first(const std::vector<SystemCall>& calls, const std::string& name) {
    const auto found = std::ranges::find(calls, name, &SystemCall::name);
    EXPECT_NE(found, calls.end()) << "no " << name;
    return static_cast<std::size_t>(found - calls.begin());
  }

  static bool is_whole(const fs::path& file) {
    const auto text = read_file(file);
    const auto is = [&](const char* kind) { return Record::parse(text, kind).has_value(); };
    if (file.extension() == ".token") return AccessToken::parse(text).has_value();
    if (file.extension() == ".secrets") return is("jeton secrets 1");
    if (file.extension() == ".hold-off") return is("jeton hold-off 1");
    if (file.extension() == ".journal") {
      const std::string end = "\nend\n";
      return Record::parse(text.substr(0, std::min(text.find(end), text.size()) + end.size()), "jeton journal 1")
          .has_value();
    }
    return true;
  }

  void expect_files_in_order() const {
    for (const auto& folder : {user.cache(), user.state()}) {
      EXPECT_EQ(mode_of(folder), 0700U) << folder;
      for (const auto& file : User::files_below(folder)) {
        EXPECT_EQ(mode_of(file), 0600U) << file;
        EXPECT_TRUE(is_whole(file)) << file << " is torn:\n" << read_file(file);
      }
    }
    EXPECT_EQ(user.run({"jeton", "status"}).status, 0);
  }

  AlteredHost host;
};

constexpr int slices = 4;

struct Slice {
  const char* policy;
  int number;
};

/// At a provider that keeps to one policy about refresh tokens; a part of the calls.
class EachCrash : public Crash, public testing::WithParamInterface<Slice> {
 protected:
  void SetUp() override {
    JETON_NEEDS_STRACE();
    sandbox.set_refresh_tokens("clayton", GetParam().policy);
    settle_routes(user, "clearstreet");
  }
  /// Before the first file is written, a host only reads, and a tenth of those calls will do.
  std::vector<SystemCall> points() const {
    const auto calls = host.calls();
    const auto first_write = first(calls, "unlinkat");
    EXPECT_GT(calls.size(), first_write + 30) << "this is not all of an exchange";
    std::vector<SystemCall> some;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      if (i >= first_write || i % 10 == 0) some.push_back(calls[i]);
    }
    return some;
  }

  static std::vector<SystemCall> mine(const std::vector<SystemCall>& points) {
    std::vector<SystemCall> mine;
    for (auto i = static_cast<std::size_t>(GetParam().number); i < points.size(); i += slices)
      mine.push_back(points[i]);
    return mine;
  }
};

std::vector<Slice> all_slices() {
  std::vector<Slice> all;
  for (const auto* const policy : {"rotate-with-leeway", "keep"}) {
    for (int number = 0; number < slices; ++number) all.push_back({policy, number});
  }
  return all;
}

std::string name_of(const testing::TestParamInfo<Slice>& test) {
  return std::string(test.param.policy).substr(0, 4) + std::to_string(test.param.number);
}

INSTANTIATE_TEST_SUITE_P(Provider, EachCrash, testing::ValuesIn(all_slices()), name_of);

TEST_P(EachCrash, DuringARefreshCostsNoLogin) {
  log_in("clayton");
  forget_cached_tokens(user);
  host.note_calls();
  ASSERT_TRUE(succeeded(get_with_altered_host()));
  int killed = 0;
  int tried = 0;
  for (const auto& point : mine(points())) {
    SCOPED_TRACE("killed at " + point.text);
    ++tried;
    begin_round();
    host.kill_at(point);
    killed += get_with_altered_host().status != 0 ? 1 : 0;
    expect_files_in_order();
    EXPECT_TRUE(succeeded(get()));
  }
  EXPECT_GT(killed, tried * 3 / 4);
  EXPECT_EQ(sandbox.count("clayton", "reuse_detected"), 0);
  RecordProperty("killed", killed);
}

TEST_P(EachCrash, DuringALoginCostsNotTheEarlierLogin) {
  log_in("clayton");
  const auto url = consent_url();
  host.note_calls();
  ASSERT_EQ(log_in_with_altered_host(url).status, 0);
  int killed = 0;
  int tried = 0;
  for (const auto& point : mine(points())) {
    SCOPED_TRACE("killed at " + point.text);
    ++tried;
    begin_round();
    host.kill_at(point);
    killed += log_in_with_altered_host(url).status != 0 ? 1 : 0;
    expect_files_in_order();
    forget_cached_tokens(user);
    EXPECT_TRUE(succeeded(get()));
  }
  EXPECT_GT(killed, tried * 3 / 4);
  EXPECT_EQ(sandbox.count("clayton", "reuse_detected"), 0);
  RecordProperty("killed", killed);
}

/// From when the answer is on the disk, a provider that takes each refresh token once makes no difference.
class CrashAfterTheAnswer : public Crash {
 protected:
  void SetUp() override {
    JETON_NEEDS_STRACE();
    sandbox.set_refresh_tokens("clayton", "rotate");
  }
  /// All calls from behind the one that makes the answer durable.
  std::vector<SystemCall> points() const {
    const auto calls = host.calls();
    const auto durable = static_cast<std::ptrdiff_t>(first(calls, "fdatasync")) + 1;
    return {calls.begin() + std::min(durable, std::ssize(calls)), calls.end()};
  }
};

TEST_F(CrashAfterTheAnswer, ToARefreshCostsNothing) {
  log_in("clayton");
  forget_cached_tokens(user);
  host.note_calls();
  ASSERT_TRUE(succeeded(get_with_altered_host()));
  for (const auto& point : points()) {
    SCOPED_TRACE("killed at " + point.text);
    begin_round();
    const int before = sandbox.count("clayton", "refresh_requests");
    host.kill_at(point);
    get_with_altered_host();
    expect_files_in_order();
    EXPECT_TRUE(succeeded(get()));
    EXPECT_EQ(sandbox.count("clayton", "refresh_requests"), before + 1);
  }
  EXPECT_EQ(sandbox.count("clayton", "reuse_detected"), 0);
}

TEST_F(CrashAfterTheAnswer, ToACodeCostsNothing) {
  const auto url = consent_url();
  settle_routes(user, "clearstreet");
  host.note_calls();
  ASSERT_EQ(log_in_with_altered_host(url).status, 0);
  for (const auto& point : points()) {
    SCOPED_TRACE("killed at " + point.text);
    for (const auto& file : User::files_below(user.state())) {
      if (file.extension() != ".lock") fs::remove(file);
    }
    forget_cached_tokens(user);
    const int before = sandbox.token_requests("clayton");
    host.kill_at(point);
    log_in_with_altered_host(url);
    expect_files_in_order();
    EXPECT_TRUE(succeeded(get()));
    EXPECT_EQ(sandbox.token_requests("clayton"), before + 1);
  }
}

TEST_F(Crash, NothingIsReadableForOthersForAMoment) {
  JETON_NEEDS_STRACE();
  log_in("clayton");
  forget_cached_tokens(user);
  const auto log = (user.home() / "files").string();
  const auto traced = "umask 0; strace -f -A -o " + log +
                      " -e signal=none -e trace=openat,mkdir,mkdirat,chmod,fchmod,fchmodat jeton token ";
  EXPECT_TRUE(succeeded(user.shell(traced + "clayton")));
  sandbox.fault("clayton", "refuse");
  EXPECT_EQ(user.shell(traced + "--renew clayton").status, 0);
  EXPECT_EQ(sandbox.count("clayton", "refresh_requests"), 2);
  std::istringstream lines(read_file(log));
  int made = 0;
  for (std::string line; std::getline(lines, line);) {
    if (contains(line, "O_CREAT")) {
      EXPECT_TRUE(contains(line, ", 0600)")) << line;
      ++made;
    }
    if (contains(line, "mkdir")) {
      EXPECT_TRUE(contains(line, ", 0700)")) << line;
    }
    if (contains(line, "chmod")) {
      EXPECT_TRUE(contains(line, ", 0600)") || contains(line, ", 0700)")) << line;
    }
  }
  EXPECT_GT(made, 4);  // journal, secrets, token, the note of its fingerprint
}

}  // namespace
}  // namespace jeton::e2e
