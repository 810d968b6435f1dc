#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "harness/altered_host.hpp"
#include "harness/cached_token.hpp"
#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// False also where the programs are another user's, whom a namespace does not know: jeton would load no plugin of
/// theirs.
bool can_mount() {
  static const bool can =
      run({.arguments = {"unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt && test -O \"$0\"",
                         stage() / "lib/jeton/plugins/generic.so"},
           .environment = {{"PATH", "/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/sbin:/bin"}}})
          .status == 0;
  return can;
}

#define NEEDS_MOUNTS() \
  if (!can_mount())    \
  GTEST_SKIP() << "this user can mount nothing with these programs, not even in a namespace of its own"

/// What jeton does on a disk that is full, read-only or not its own: what is good for once is spent only where its
/// result can be kept.
class Disk : public LoginTest {
 protected:
  /// The command as in a shell, after a folder has been made full or read-only for it alone.
  Outcome with_small_disk(const fs::path& folder, const std::string& size, const std::string& command) const {
    return in_namespace("cp -a '" + folder.string() + "' before; mount -t tmpfs -o mode=700,size=" + size + " tmpfs '" +
                        folder.string() + "'; cp -a before/. '" + folder.string() + "'; " + command);
  }
  Outcome with_full_disk(const fs::path& folder, const std::string& command) const {
    return with_small_disk(folder, "64k",
                           "dd if=/dev/zero of='" + folder.string() + "/filler' 2>/dev/null || true; " + command);
  }
  Outcome read_only(const fs::path& folder, const std::string& command) const {
    const auto at = '\'' + folder.string() + '\'';
    return in_namespace("mount --bind " + at + ' ' + at + "; mount -o remount,bind,ro " + at + "; " + command);
  }

  void log_in_and_forget() const {
    log_in("pkce");
    forget_cached_tokens(user);
  }
  int refreshes() const { return sandbox.count("pkce", "refresh_requests"); }

  /// A refresh must not have been sent; and with the disk as it was, it works.
  void expect_nothing_was_spent(const Outcome& outcome) const {
    EXPECT_EQ(outcome.status, 8) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(contains(outcome.err, "jeton: pkce: ")) << outcome.err;
    EXPECT_EQ(refreshes(), 0);
  }
  /// The token is there, and a warning that names the file or folder.
  static testing::AssertionResult delivered_with_a_warning(const Outcome& outcome, const std::string& words) {
    if (outcome.status == 0 && outcome.out.size() > 20 && contains(outcome.err, ": warning: ") &&
        contains(outcome.err, words)) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "status " << outcome.status << '\n' << outcome.out << outcome.err;
  }

 private:
  Outcome in_namespace(const std::string& script) const {
    return user.run({"unshare", "-rm", "bash", "-ec", "PATH=$PATH:/usr/sbin:/sbin; " + script});
  }
};

TEST_F(Disk, ThatIsFullHasNothingSpent) {
  NEEDS_MOUNTS();
  log_in_and_forget();
  expect_nothing_was_spent(with_full_disk(user.state(), "jeton token pkce"));
  token("pkce");
}

TEST_F(Disk, WithTooLittleRoomForAnAnswerHasNothingSpent) {
  NEEDS_MOUNTS();
  log_in_and_forget();
  expect_nothing_was_spent(with_small_disk(user.state(), "64k", "jeton token pkce"));
  token("pkce");
}

TEST_F(Disk, ThatIsReadOnlyHasNothingSpent) {
  NEEDS_MOUNTS();
  log_in_and_forget();
  expect_nothing_was_spent(read_only(user.state(), "jeton token pkce"));
  token("pkce");
}

TEST_F(Disk, WithASmallerFileSizeLimitThanAnAnswerHasNothingSpent) {
  log_in_and_forget();
  expect_nothing_was_spent(user.shell("ulimit -f 100; jeton token pkce"));
  token("pkce");
}

TEST_F(Disk, StateThatIsNotWritableHasNothingSpent) {
  if (::geteuid() == 0) GTEST_SKIP() << "root writes everywhere";
  log_in_and_forget();
  fs::permissions(user.state(), fs::perms(0500));
  const auto outcome = user.run({"jeton", "token", "pkce"});
  fs::permissions(user.state(), fs::perms(0700));
  expect_nothing_was_spent(outcome);
}

TEST_F(Disk, StateThatCannotBeMadeHasNothingSpent) {
  user.set("XDG_STATE_HOME", "/proc/no-such-folder");
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, StateThatIsALinkHasNothingSpent) {
  log_in_and_forget();
  fs::rename(user.state(), user.home() / "elsewhere");
  fs::create_directory_symlink(user.home() / "elsewhere", user.state());
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, StateThatOthersCanWriteHasNothingSpent) {
  log_in_and_forget();
  fs::permissions(user.state(), fs::perms(0770));
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, StateOfSomebodyElseHasNothingSpent) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  log_in_and_forget();
  ASSERT_EQ(::chown(user.state().c_str(), 1, 1), 0);
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, StoreOfSomebodyElseHasNothingSpent) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  log_in_and_forget();
  ASSERT_EQ(::chown((user.state() / "pkce.secrets").c_str(), 1, 1), 0);
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, StoreThatIsALinkHasNothingSpent) {
  log_in_and_forget();
  fs::rename(user.state() / "pkce.secrets", user.home() / "elsewhere");
  fs::create_symlink(user.home() / "elsewhere", user.state() / "pkce.secrets");
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, LockThatCannotBeOpenedHasNothingSpent) {
  log_in_and_forget();
  fs::remove(user.state() / "pkce.lock");
  fs::create_directory(user.state() / "pkce.lock");
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, LockThatIsALinkHasNothingSpent) {
  log_in_and_forget();
  fs::remove(user.state() / "pkce.lock");
  fs::create_symlink("/dev/null", user.state() / "pkce.lock");
  expect_nothing_was_spent(user.run({"jeton", "token", "pkce"}));
}

TEST_F(Disk, JournalThatCannotBeReadHasNothingSpentAndIsKept) {
  log_in_and_forget();
  fs::path journal;
  {
    sandbox.fault("pkce", "hang", Sandbox::for_good);
    auto asking = user.start({"jeton", "token", "pkce"});
    EXPECT_TRUE(sandbox.wait_for_token_requests("pkce", 2));
    for (const auto& file : User::files_below(user.state())) {
      if (file.extension() == ".journal") journal = file;
    }
  }  // which kills it
  ASSERT_FALSE(journal.empty());
  sandbox.fault("pkce", "none");
  write_file(journal, "jeton journal 99\nend\n");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "pkce"}), 8, journal.string()));
  EXPECT_EQ(read_file(journal), "jeton journal 99\nend\n");
  EXPECT_EQ(refreshes(), 1);
}

TEST_F(Disk, MissingStateCostsClientCredentialsNothing) {
  token("clearstreet");
  forget_cached_tokens(user);
  fs::remove_all(user.state());
  token("clearstreet");
}

/// A client's own credentials can be used again and again, so what cannot be kept costs them a warning.
TEST_F(Disk, ThatIsFullCostsClientCredentialsNothing) {
  NEEDS_MOUNTS();
  log_in("pkce");  // so that there is a folder
  const auto outcome = with_full_disk(user.state(), "jeton token clearstreet");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_GT(outcome.out.size(), 20U);
}

TEST_F(Disk, ThatIsReadOnlyCostsClientCredentialsAWarning) {
  NEEDS_MOUNTS();
  log_in("pkce");
  EXPECT_TRUE(delivered_with_a_warning(read_only(user.state(), "jeton token clearstreet"), "clearstreet.lock"));
}

TEST_F(Disk, StateThatIsALinkCostsClientCredentialsAWarning) {
  fs::create_directories(user.home() / "elsewhere");
  fs::create_directories(user.state().parent_path());
  fs::create_directory_symlink(user.home() / "elsewhere", user.state());
  EXPECT_TRUE(delivered_with_a_warning(user.run({"jeton", "token", "clearstreet"}), user.state().string()));
  EXPECT_TRUE(User::files_below(user.home() / "elsewhere").empty());
}

TEST_F(Disk, StateOfSomebodyElseCostsClientCredentialsAWarning) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  fs::create_directories(user.state());
  ASSERT_EQ(::chown(user.state().c_str(), 1, 1), 0);
  EXPECT_TRUE(delivered_with_a_warning(user.run({"jeton", "token", "clearstreet"}), user.state().string()));
}

TEST_F(Disk, LockThatCannotBeOpenedCostsClientCredentialsAWarning) {
  token("clearstreet");
  forget_cached_tokens(user);
  fs::remove(user.state() / "clearstreet.lock");
  fs::create_directory(user.state() / "clearstreet.lock");
  EXPECT_TRUE(delivered_with_a_warning(user.run({"jeton", "token", "clearstreet"}), "clearstreet.lock"));
}

TEST_F(Disk, CacheThatIsFullCostsAWarningAndNotTheRefreshToken) {
  NEEDS_MOUNTS();
  log_in_and_forget();
  EXPECT_TRUE(delivered_with_a_warning(with_full_disk(user.cache(), "jeton token pkce"), user.cache().string()));
  // The next one is served by what the store holds.
  token("pkce");
  EXPECT_EQ(refreshes(), 2);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(Disk, CacheThatIsReadOnlyCostsAWarningAndNotTheRefreshToken) {
  NEEDS_MOUNTS();
  log_in_and_forget();
  EXPECT_TRUE(delivered_with_a_warning(read_only(user.cache(), "jeton token pkce"), user.cache().string()));
  token("pkce");
  EXPECT_EQ(refreshes(), 2);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(Disk, CacheThatIsReadOnlyCostsClientCredentialsAWarning) {
  NEEDS_MOUNTS();
  token("clearstreet");
  forget_cached_tokens(user);
  EXPECT_TRUE(delivered_with_a_warning(read_only(user.cache(), "jeton token clearstreet"), user.cache().string()));
}

TEST_F(Disk, CacheThatCannotBeMadeCostsNotTheRefreshToken) {
  log_in_and_forget();
  user.set("XDG_CACHE_HOME", "/proc/no-such-folder");
  EXPECT_TRUE(delivered_with_a_warning(user.run({"jeton", "token", "pkce"}), "/proc/no-such-folder"));
  user.unset("XDG_CACHE_HOME");
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

/// The store fails after the answer came, at a provider that takes each refresh token once.
class StoreThatFails : public Disk, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { JETON_NEEDS_STRACE(); }

  /// The call of that name with which the store is written: the next after the answer is durable. (A file is opened for
  /// that with O_CREAT.)
  AlteredHost::SystemCall call_of_the_store() const {
    host.note_calls();
    EXPECT_TRUE(succeeded(user.run({host.program("jeton"), "token", "pkce"})));
    const auto calls = host.calls();
    const auto durable = std::ranges::find(calls, "fdatasync", &AlteredHost::SystemCall::name);
    const auto found = std::find_if(durable, calls.end(), [](const auto& call) {
      return call.name == GetParam() && (call.name != "openat" || contains(call.text, "O_CREAT"));
    });
    if (found == calls.end()) throw std::runtime_error("the store is not written");
    return *found;
  }

  AlteredHost host;
};

INSTANTIATE_TEST_SUITE_P(At, StoreThatFails, testing::Values("openat", "write", "fsync", "renameat"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(StoreThatFails, CostsAWarningAndTheNextOneFinishesIt) {
  log_in_and_forget();
  const auto call = call_of_the_store();
  forget_cached_tokens(user);
  const auto before = stored("pkce");
  const int requests = sandbox.token_requests("pkce");
  host.fail_at(call, "ENOSPC");
  EXPECT_TRUE(delivered_with_a_warning(user.run({host.program("jeton"), "token", "pkce"}), "pkce.secrets"));
  EXPECT_EQ(stored("pkce"), before);
  EXPECT_TRUE(std::ranges::any_of(User::files_below(user.state()),
                                  [](const auto& file) { return file.extension() == ".journal"; }));
  EXPECT_EQ(sandbox.token_requests("pkce"), requests + 1);

  forget_cached_tokens(user);
  token("pkce");
  EXPECT_EQ(sandbox.token_requests("pkce"), requests + 1) << "the journal's answer has a token in it";
  EXPECT_NE(stored("pkce"), before);
  for (const auto& file : User::files_below(user.state())) EXPECT_NE(file.extension(), ".journal");
  forget_cached_tokens(user);
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_P(StoreThatFails, AgainAndAgainSpendsNothing) {
  log_in_and_forget();
  const auto call = call_of_the_store();
  forget_cached_tokens(user);
  const int requests = sandbox.token_requests("pkce");
  host.fail_at(call, "ENOSPC");
  EXPECT_EQ(user.run({host.program("jeton"), "token", "pkce"}).status, 0);
  // Whatever else fails now, the answer that is there must stay.
  host.before("[ \"$1\" = @routes ] || ulimit -f 0");
  for (int i = 0; i < 2; ++i) {
    forget_cached_tokens(user);
    user.run({host.program("jeton"), "token", "pkce"});
    user.run({host.program("jeton"), "token", "--renew", "pkce"});
  }
  EXPECT_EQ(sandbox.token_requests("pkce"), requests + 1);
  forget_cached_tokens(user);
  token("pkce");
  EXPECT_EQ(sandbox.token_requests("pkce"), requests + 1);
  forget_cached_tokens(user);
  token("pkce");
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

}  // namespace
}  // namespace jeton::e2e
