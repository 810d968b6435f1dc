#include "base/process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <sstream>

#include "temporary_folder.hpp"

namespace jeton {
namespace {

/// What a detached shell has to say, which is read as it comes: nobody can wait for it.
std::string said_by_detached(const std::string& script, const std::string& argument = {}) {
  const TemporaryFolder folder;
  const auto pipe = folder / "pipe";
  if (::mkfifo(pipe.c_str(), 0600) != 0) throw std::runtime_error("no pipe");
  EXPECT_TRUE(start_detached({"sh", "-c", "exec >\"$1\"; " + script, "sh", pipe, argument}));
  std::ostringstream said;
  said << std::ifstream(pipe).rdbuf();
  ::wait(nullptr);
  return said.str();
}

TEST(StartDetached, StartsAProgramWithoutAShell) {
  EXPECT_EQ(said_by_detached("printf %s \"$2\"", "https://a.example/?b=$HOME&c=`id`;d"),
            "https://a.example/?b=$HOME&c=`id`;d");
}

TEST(StartDetached, GivesItASessionOfItsOwn) {
  EXPECT_EQ(said_by_detached("set -- $(cat /proc/$$/stat); test \"$6\" = $$ && echo its own"), "its own\n");
}

TEST(StartDetached, LeavesItNothingToReadAndNowhereToWrite) {
  EXPECT_EQ(said_by_detached("readlink /proc/$$/fd/0; readlink /proc/$$/fd/2"), "/dev/null\n/dev/null\n");
}

TEST(StartDetached, HandsItNoOtherFile) {
  const TemporaryFolder folder;
  const Fd open(::open(folder.write("a", "s3cr3t").c_str(), O_RDONLY));
  ASSERT_TRUE(open);
  EXPECT_EQ(said_by_detached("ls /proc/$$/fd"), "0\n1\n2\n");
}

TEST(StartDetached, GivesItTheSignalsBack) {
  const auto before = std::signal(SIGINT, SIG_IGN);
  sigset_t blocked;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  sigset_t mask;
  ::pthread_sigmask(SIG_BLOCK, &blocked, &mask);
  const auto signals = [](const std::string& field) {
    constexpr int hexadecimal = 16;
    return std::stoull(said_by_detached("sed -n 's/" + field + "://p' /proc/self/status"), nullptr, hexadecimal);
  };
  EXPECT_EQ(signals("SigBlk"), 0U);
  EXPECT_EQ(signals("SigIgn") & 1U << (SIGINT - 1U), 0U);
  ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  std::signal(SIGINT, before);
}

TEST(StartDetached, SaysWhereThereIsNoSuchProgram) {
  EXPECT_FALSE(start_detached({"/no/such/program"}));
  EXPECT_FALSE(start_detached({"jeton-no-such-program"}));
}

TEST(SignalsHeld, LetASignalWaitUntilTheyGo) {
  static volatile std::sig_atomic_t came = 0;
  came = 0;
  const auto before = std::signal(SIGTERM, [](int) { came = 1; });
  {
    const SignalsHeld held;
    ::raise(SIGTERM);
    EXPECT_EQ(came, 0);
  }
  EXPECT_EQ(came, 1);
  std::signal(SIGTERM, before);
}

}  // namespace
}  // namespace jeton
