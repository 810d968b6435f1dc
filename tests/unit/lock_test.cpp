#include "store/lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "temporary_folder.hpp"

namespace jeton {
namespace {

/// A process that holds the lock until it is told to let go, or killed.
class Holder {
 public:
  Holder(const Folder& folder, const std::string& name) {
    std::array<int, 2> ready{};
    std::array<int, 2> release{};
    if (::pipe(ready.data()) != 0 || ::pipe(release.data()) != 0) throw std::runtime_error("no pipe");
    process_ = ::fork();
    if (process_ == 0) {
      ::close(release[1]);
      const auto lock = Lock::try_acquire(folder, name);
      char byte = lock ? 'y' : 'n';
      if (::write(ready[1], &byte, 1) == 1 && ::read(release[0], &byte, 1) >= 0) ::_exit(0);
      ::_exit(1);
    }
    ready_ = Fd(ready[0]);
    release_ = Fd(release[1]);
    ::close(ready[1]);
    ::close(release[0]);
    char answer = 'n';
    holds_ = ::read(ready_.number(), &answer, 1) == 1 && answer == 'y';
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() {
    kill();
    ::waitpid(process_, nullptr, 0);
  }

  bool holds() const { return holds_; }
  pid_t process() const { return process_; }
  void kill() const { ::kill(process_, SIGKILL); }
  void let_go() {
    release_ = Fd();
    siginfo_t ended{};
    ::waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOWAIT);
  }

 private:
  Fd ready_;
  Fd release_;
  pid_t process_ = 0;
  bool holds_ = false;
};

const auto nobody_waits = [](int /*holder*/) { ADD_FAILURE() << "this lock is free"; };

class LockTest : public testing::Test {
 protected:
  TemporaryFolder temporary_;
  Folder folder_ = Folder::create(temporary_ / "state");
};

TEST_F(LockTest, IsHadByOneProcessAtATime) {
  Holder holder(folder_, "a.lock");
  ASSERT_TRUE(holder.holds());
  EXPECT_FALSE(Lock::try_acquire(folder_, "a.lock"));
  EXPECT_FALSE(Holder(folder_, "a.lock").holds());
  EXPECT_TRUE(Lock::try_acquire(folder_, "b.lock"));
  holder.let_go();
  EXPECT_TRUE(Lock::try_acquire(folder_, "a.lock"));
}

TEST_F(LockTest, IsHadAtOnceWhereItIsFree) {
  EXPECT_TRUE(Lock::acquire(folder_, "a.lock", 30, nobody_waits));
  EXPECT_TRUE(Lock::acquire(folder_, "a.lock", 30, nobody_waits));
}

TEST_F(LockTest, IsLetGoAtTheEndOfItsLife) {
  {
    const auto lock = Lock::try_acquire(folder_, "a.lock");
    ASSERT_TRUE(lock);
    EXPECT_FALSE(Lock::try_acquire(folder_, "a.lock"));
  }
  EXPECT_TRUE(Lock::try_acquire(folder_, "a.lock"));
}

TEST_F(LockTest, IsFreedByAHolderThatIsKilledWhileAnotherWaits) {
  const Holder holder(folder_, "a.lock");
  ASSERT_TRUE(holder.holds());
  int told = 0;
  const auto lock = Lock::acquire(folder_, "a.lock", 30, [&](int process) {
    ++told;
    EXPECT_EQ(process, holder.process());
    holder.kill();
  });
  EXPECT_TRUE(lock);
  EXPECT_EQ(told, 1);
}

TEST_F(LockTest, IsNotHadWherePatienceEnds) {
  const Holder holder(folder_, "a.lock");
  ASSERT_TRUE(holder.holds());
  int told = 0;
  EXPECT_FALSE(Lock::acquire(folder_, "a.lock", 3, [&](int) { ++told; }));
  EXPECT_GE(told, 2);  // each second
}

TEST_F(LockTest, IsHeldByAProcessThatInheritedIt) {
  std::array<int, 2> release{};
  ASSERT_EQ(::pipe(release.data()), 0);
  pid_t process = 0;
  {
    const auto lock = Lock::try_acquire(folder_, "a.lock");
    ASSERT_TRUE(lock);
    process = ::fork();
    if (process == 0) {
      ::close(release[1]);
      char byte = 0;
      ::_exit(::read(release[0], &byte, 1) >= 0 ? 0 : 1);
    }
  }
  EXPECT_FALSE(Lock::try_acquire(folder_, "a.lock"));
  ::close(release[0]);
  ::close(release[1]);
  ::waitpid(process, nullptr, 0);
  EXPECT_TRUE(Lock::try_acquire(folder_, "a.lock"));
}

TEST_F(LockTest, NamesItsHolder) {
  EXPECT_EQ(lock_holder(folder_, "a.lock"), 0);
  const auto lock = Lock::try_acquire(folder_, "a.lock");
  EXPECT_EQ(lock_holder(folder_, "a.lock"), ::getpid());
}

TEST_F(LockTest, LeavesItsFileInPlace) {
  Lock::try_acquire(folder_, "a.lock").reset();
  EXPECT_TRUE(folder_.contains("a.lock"));
}

}  // namespace
}  // namespace jeton
