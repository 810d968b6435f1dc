#include "harness/sandbox_test.hpp"

#include <chrono>
#include <cstdlib>
#include <sstream>

namespace jeton::e2e {

SandboxTest::SandboxTest() {
  equip(user);
}

void SandboxTest::equip(User& other) const {
  other.configure(sandbox.configuration());
  other.set("GIT_SSL_CAINFO", sandbox.ca_file());
  other.set("DOCKER_CONFIG", sandbox.folder() / "docker");
  write_file(other.home() / ".gitconfig", "[credential]\n\thelper = jeton\n");
}

std::string SandboxTest::token(const std::string& profile) const {
  auto outcome = user.run({"jeton", "token", profile});
  EXPECT_TRUE(succeeded(outcome));
  if (outcome.out.ends_with('\n')) outcome.out.pop_back();
  EXPECT_FALSE(outcome.out.empty());
  return outcome.out;
}

int SandboxTest::processes_started_by(const std::vector<std::string>& arguments) const {
  const auto log = (user.home() / "execve").string();
  // Names of programs cannot be read there: jeton does not let an ordinary user look into its memory.
  std::vector<std::string> traced = {"strace", "-f", "-e", "trace=execve", "-e", "signal=none", "-o", log};
  traced.insert(traced.end(), arguments.begin(), arguments.end());
  EXPECT_TRUE(succeeded(user.run(traced)));
  int started = -1;  // the program itself
  std::istringstream lines(read_file(log));
  for (std::string line; std::getline(lines, line);) started += contains(line, " = 0") ? 1 : 0;
  return started;
}

void SandboxTest::wait_until_served_from_cache(const std::string& profile) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (processes_started_by({"jeton", "token", profile}) != 0) {
    if (std::chrono::steady_clock::now() < deadline) continue;
    ADD_FAILURE() << "a process is started each time";
    return;
  }
}

std::string newer_git() {
  const char* const path = std::getenv("JETON_TEST_GIT_NEW");
  return path != nullptr ? path : "";
}

std::string docker() {
  const char* const named = std::getenv("JETON_TEST_DOCKER");
  if (named != nullptr && *named != '\0') return named;
  static const std::string found = [] {
    const char* const path = std::getenv("PATH");
    const auto outcome =
        run({.arguments = {"sh", "-c", "docker --version | grep -q '^Docker version' && command -v docker"},
             .environment = {{"PATH", path != nullptr ? path : "/usr/bin:/bin"}}});
    return outcome.status == 0 ? outcome.out.substr(0, outcome.out.find('\n')) : std::string();
  }();
  return found;
}

bool can_trace() {
#ifdef JETON_SANITIZED
  return false;  // they make system calls of their own, and cannot be traced
#else
  return run({.arguments = {"strace", "-o", "/dev/null", "true"}, .environment = {{"PATH", "/usr/bin:/bin"}}}).status ==
         0;
#endif
}

}  // namespace jeton::e2e
