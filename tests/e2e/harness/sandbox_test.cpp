#include "harness/sandbox_test.hpp"

#include <chrono>
#include <cstdlib>

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

void SandboxTest::wait_until_served_from_cache(const std::string& profile) const {
  const auto log = (user.home() / "execve").string();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  do {
    EXPECT_TRUE(succeeded(user.run({"strace", "-f", "-e", "trace=execve", "-o", log, "jeton", "token", profile})));
    if (!contains(read_file(log), "jeton-host")) return;
  } while (std::chrono::steady_clock::now() < deadline);
  ADD_FAILURE() << "a process is started each time";
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
