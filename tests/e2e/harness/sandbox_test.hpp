#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/expect.hpp"
#include "harness/sandbox.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {

/// A user with the sandbox's configuration, whose git, docker and skopeo trust the sandbox and ask jeton.
class SandboxTest : public testing::Test {
 protected:
  SandboxTest();

  /// Gives another user the same.
  void equip(User& other) const;

  /// Prints the profile's token, which has to be there.
  std::string token(const std::string& profile) const;
  /// Counted with strace: see JETON_NEEDS_STRACE.
  int processes_started_by(const std::vector<std::string>& arguments) const;
  /// Until the profile's token costs no process any more: a configuration that was written a moment ago is not yet
  /// trusted to be the one that was read. Needs strace.
  void wait_until_served_from_cache(const std::string& profile) const;

  User user;
  Sandbox sandbox;
};

/// A git that speaks the newer half of the protocol (2.46 and later): its path, empty where the tests were given none.
std::string newer_git();
/// The docker client, empty where there is none.
std::string docker();
/// True where strace works; with sanitizers it does not.
bool can_trace();

}  // namespace jeton::e2e

#define JETON_NEEDS_NEWER_GIT() \
  if (jeton::e2e::newer_git().empty()) GTEST_SKIP() << "JETON_TEST_GIT_NEW names no git 2.46 or later"
#define JETON_NEEDS_DOCKER() \
  if (jeton::e2e::docker().empty()) GTEST_SKIP() << "no docker client, neither in JETON_TEST_DOCKER nor on PATH"
#define JETON_NEEDS_STRACE() \
  if (!jeton::e2e::can_trace()) GTEST_SKIP() << "strace cannot trace the programs here"
