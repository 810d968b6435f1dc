#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// One way to ask for a cached token. `@host@` stands for the provider's authority, `@token@` for the token.
struct Door {
  const char* name;
  std::vector<std::string> arguments;
  std::string input;
};

std::string test_name(const testing::TestParamInfo<Door>& door) {
  return door.param.name;
}

void replace(std::string& text, const std::string& mark, const std::string& value) {
  if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), value);
}

/// All that a process does for a cached token, the C library's start included, as strace sees it.
class CachedTokenFrom : public SandboxTest, public testing::WithParamInterface<Door> {
 protected:
  void SetUp() override {
    JETON_NEEDS_STRACE();
    wait_until_served_from_cache("clearstreet");
  }

  std::string input() const {
    auto text = GetParam().input;
    replace(text, "@host@", sandbox.authority("clearstreet"));
    replace(text, "@token@", token("clearstreet"));
    return text;
  }

  /// Every system call, as in `close(3) = 0`, from the first after `execve` to the end.
  std::vector<std::string> system_calls() const {
    const auto log = user.home() / "strace";
    std::vector<std::string> traced = {"strace", "-f", "-o", log.string()};
    traced.insert(traced.end(), GetParam().arguments.begin(), GetParam().arguments.end());
    EXPECT_TRUE(succeeded(user.run(traced, input())));
    std::vector<std::string> calls;
    std::istringstream lines(read_file(log));
    for (std::string process, call; lines >> process >> std::ws && std::getline(lines, call);) {
      if (call.starts_with("+++")) continue;
      calls.push_back(call);
    }
    EXPECT_TRUE(!calls.empty() && calls.front().starts_with("execve("));
    if (!calls.empty()) calls.erase(calls.begin());
    return calls;
  }
};

std::string name_of(std::string_view call) {
  return std::string(call.substr(0, call.find('(')));
}

bool is_one_of(const std::vector<std::string>& names, const std::string& call) {
  return std::ranges::find(names, name_of(call)) != names.end();
}

TEST_P(CachedTokenFrom, TakesAtMostFortySystemCalls) {
  const auto calls = system_calls();
  EXPECT_LE(calls.size(), 40U) << testing::PrintToString(calls);
}

TEST_P(CachedTokenFrom, StartsNothingAndTalksToNobody) {
  const std::vector<std::string> none = {"fork", "vfork", "clone", "clone3", "execve", "execveat", "socket", "connect"};
  for (const auto& call : system_calls()) EXPECT_FALSE(is_one_of(none, call)) << call;
}

TEST_P(CachedTokenFrom, WaitsForNoLock) {
  for (const auto& call : system_calls()) {
    EXPECT_NE(name_of(call), "flock") << call;
    EXPECT_FALSE(call.starts_with("fcntl(") && contains(call, "LK")) << call;  // F_SETLK, F_OFD_SETLKW and so on
  }
}

TEST_P(CachedTokenFrom, ScansNoFolder) {
  const std::vector<std::string> none = {"getdents", "getdents64"};
  for (const auto& call : system_calls()) EXPECT_FALSE(is_one_of(none, call)) << call;
}

TEST_P(CachedTokenFrom, WritesToStandardOutputAlone) {
  const std::vector<std::string> writes = {"write", "pwrite64", "writev", "pwritev", "pwritev2"};
  const std::vector<std::string> changes = {
      "creat",     "truncate",  "ftruncate", "fallocate", "unlink", "unlinkat",  "rename",   "renameat",
      "renameat2", "link",      "linkat",    "symlink",   "mkdir",  "mkdirat",   "chmod",    "fchmod",
      "fchmodat",  "utimensat", "fsync",     "fdatasync", "rmdir",  "symlinkat", "sendfile", "copy_file_range"};
  for (const auto& call : system_calls()) {
    EXPECT_FALSE(is_one_of(changes, call)) << call;
    EXPECT_FALSE(is_one_of(writes, call) && !call.substr(name_of(call).size()).starts_with("(1,")) << call;
    const bool opens = name_of(call).starts_with("open");
    EXPECT_FALSE(opens && (contains(call, "O_WRONLY") || contains(call, "O_RDWR") || contains(call, "O_CREAT")))
        << call;
  }
}

/// Counted by GNU time, which is so small that what it was before it became jeton does not count.
TEST_P(CachedTokenFrom, TakesLessThanFourMegabytes) {
  if (!std::filesystem::exists("/usr/bin/time")) GTEST_SKIP() << "no /usr/bin/time";
  const auto log = user.home() / "peak";
  std::vector<std::string> timed = {"/usr/bin/time", "--format=%M", "--output=" + log.string()};
  timed.insert(timed.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  EXPECT_TRUE(succeeded(user.run(timed, input())));
  const int peak_kib = std::stoi(read_file(log));
  EXPECT_GT(peak_kib, 0);
  EXPECT_LT(peak_kib, 4096);
}

INSTANTIATE_TEST_SUITE_P(
    Each, CachedTokenFrom,
    testing::Values(Door{"TokenCommand", {"jeton", "token", "clearstreet"}, ""},
                    Door{"CurlCommand", {"jeton", "curl", "clearstreet"}, ""},
                    Door{"GitGet", {"git-credential-jeton", "get"}, "protocol=https\nhost=@host@\n\n"},
                    Door{"GitStore",
                         {"git-credential-jeton", "store"},
                         "protocol=https\nhost=@host@\nusername=oauth2\npassword=@token@\n\n"},
                    Door{"DockerGet", {"docker-credential-jeton", "get"}, "@host@"}),
    test_name);

}  // namespace
}  // namespace jeton::e2e
