#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// What a cached token costs: no request, no process, a handful of files. Counted with strace.
class CachedToken : public SandboxTest {
 protected:
  void SetUp() override {
    JETON_NEEDS_STRACE();
    wait_until_served_from_cache("clearstreet");
  }

  /// The lines of strace from the first call that is not the C library's own start, up to the end.
  std::vector<std::string> system_calls(std::vector<std::string> arguments, const std::string& input = {}) const {
    const auto log = user.home() / "strace";
    std::vector<std::string> traced = {"strace", "-f", "-o", log.string()};
    traced.insert(traced.end(), arguments.begin(), arguments.end());
    EXPECT_TRUE(succeeded(user.run(traced, input)));
    std::vector<std::string> lines;
    std::istringstream in(read_file(log));
    bool started = false;
    for (std::string line; std::getline(in, line);) {
      started = started || contains(line, "umask(");
      if (started && !contains(line, "+++")) lines.push_back(line);
    }
    EXPECT_TRUE(started);
    return lines;
  }

  std::string git_request() const {
    return "protocol=https\nhost=" + sandbox.authority("clearstreet") + "\nwwwauth[]=Basic realm=\"x\"\n\n";
  }
};

int count(const std::vector<std::string>& lines, const std::string& part) {
  return static_cast<int>(std::ranges::count_if(lines, [&](const auto& line) { return contains(line, part); }));
}

int processes_started(const std::vector<std::string>& lines) {
  return count(lines, "fork(") + count(lines, "clone(") + count(lines, "clone3(") + count(lines, "execve(");
}

int connections_opened(const std::vector<std::string>& lines) {
  return count(lines, "socket(") + count(lines, "connect(");
}

/// With three profiles of three plugins.
constexpr std::size_t most_system_calls = 30;

TEST_F(CachedToken, CostsTheTokenCommandNoProcessAndNoConnection) {
  const auto calls = system_calls({"jeton", "token", "clearstreet"});
  EXPECT_EQ(processes_started(calls), 0);
  EXPECT_EQ(connections_opened(calls), 0);
  EXPECT_LE(calls.size(), most_system_calls) << testing::PrintToString(calls);
}

TEST_F(CachedToken, CostsTheCurlCommandNoProcessAndNoConnection) {
  const auto calls = system_calls({"jeton", "curl", "clearstreet"});
  EXPECT_EQ(processes_started(calls), 0);
  EXPECT_EQ(connections_opened(calls), 0);
  EXPECT_LE(calls.size(), most_system_calls) << testing::PrintToString(calls);
}

TEST_F(CachedToken, CostsGitNoProcessAndNoConnection) {
  const auto calls = system_calls({"git-credential-jeton", "get"}, git_request());
  EXPECT_EQ(processes_started(calls), 0);
  EXPECT_EQ(connections_opened(calls), 0);
  EXPECT_LE(calls.size(), most_system_calls) << testing::PrintToString(calls);
}

TEST_F(CachedToken, CostsDockerNoProcessAndNoConnection) {
  const auto calls = system_calls({"docker-credential-jeton", "get"}, sandbox.authority("clearstreet"));
  EXPECT_EQ(processes_started(calls), 0);
  EXPECT_EQ(connections_opened(calls), 0);
  EXPECT_LE(calls.size(), most_system_calls) << testing::PrintToString(calls);
}

TEST_F(CachedToken, IsReadFromTheCacheFolderAlone) {
  int opened = 0;
  for (const auto& line : system_calls({"git-credential-jeton", "get"}, git_request())) {
    if (!contains(line, "openat(") && !contains(line, "open(")) continue;
    ++opened;
    EXPECT_FALSE(contains(line, "O_CREAT") || contains(line, "O_RDWR") || contains(line, "O_WRONLY")) << line;
    if (!contains(line, "\"")) continue;  // to an ordinary user, strace cannot show names
    const bool relative = contains(line, ".routes\"") || contains(line, ".token\"") || contains(line, ".rejected\"");
    const bool folder = contains(line, '"' + user.cache().string() + '"');
    EXPECT_TRUE(contains(line, "openat(AT_FDCWD") ? folder : relative) << line;
  }
  // The folder, the routes, the token, and whether it was rejected.
  EXPECT_EQ(opened, 4);
}

TEST_F(CachedToken, IsServedWhereTheProviderIsGone) {
  const auto requests = sandbox.token_requests("clearstreet");
  const auto first = token("clearstreet");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(token("clearstreet"), first);
  EXPECT_EQ(sandbox.token_requests("clearstreet"), requests);
}

/// What the programs are linked with.
class Linked : public testing::Test {
 protected:
  std::string needed_by(const fs::path& program) const {
    const auto outcome = user.run({"readelf", "--dynamic", "--wide", program.string()});
    EXPECT_TRUE(succeeded(outcome));
    return outcome.out;
  }

  User user;
};

TEST_F(Linked, FrontNeedsNeitherCurlNorTls) {
  for (const auto* const name : {"jeton", "git-credential-jeton", "docker-credential-jeton"}) {
    const auto needed = needed_by(stage() / "bin" / name);
    for (const auto* const library : {"libcurl", "libssl", "libcrypto", "libgnutls"}) {
      EXPECT_FALSE(contains(needed, library)) << name << ": " << library;
    }
  }
}

TEST_F(Linked, HostNeedsCurl) {
  EXPECT_TRUE(contains(needed_by(stage() / "libexec/jeton/jeton-host"), "[libcurl"));
}

TEST_F(Linked, HostSharesTheStandardLibraryWithItsPlugins) {
  // With a copy of its own, an exception from a plugin would end it.
  EXPECT_TRUE(contains(needed_by(stage() / "libexec/jeton/jeton-host"), "[libstdc++"));
}

TEST_F(Linked, PluginsNeedNoOtherLibraryThanTheLanguages) {
  for (const auto& plugin : User::files_below(stage() / "lib/jeton/plugins")) {
    std::istringstream lines(needed_by(plugin));
    for (std::string line; std::getline(lines, line);) {
      if (!contains(line, "(NEEDED)")) continue;
      const bool language = contains(line, "[libstdc++") || contains(line, "[libgcc") || contains(line, "[libc.") ||
                            contains(line, "[libm.") || contains(line, "[ld-linux") || contains(line, "[libasan") ||
                            contains(line, "[libubsan");
      EXPECT_TRUE(language) << plugin << ": " << line;
    }
  }
}

TEST_F(Linked, PluginsExportJetonPluginAlone) {
  const auto plugins = User::files_below(stage() / "lib/jeton/plugins");
  EXPECT_GE(plugins.size(), 3U);
  for (const auto& plugin : plugins) {
    const auto outcome = user.run({"nm", "--dynamic", "--defined-only", "--format=just-symbols", plugin.string()});
    EXPECT_TRUE(succeeded(outcome));
    EXPECT_EQ(outcome.out, "jeton_plugin\n") << plugin;
  }
}

}  // namespace
}  // namespace jeton::e2e
