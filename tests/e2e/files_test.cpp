#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// What lies in the cache and the state folder, and what happens when it does not.
class Files : public SandboxTest {
 protected:
  Outcome run_token() const { return user.run({"jeton", "token", "clearstreet"}); }
  fs::path token_file() const {
    for (const auto& file : User::files_below(user.cache())) {
      if (file.extension() == ".token") return file;
    }
    ADD_FAILURE() << "there is no token in the cache";
    return {};
  }
};

TEST_F(Files, AreForTheUserAloneWhateverTheUmask) {
  EXPECT_TRUE(succeeded(user.shell("umask 0; jeton token clearstreet")));
  for (const auto& folder : {user.cache(), user.state()}) {
    EXPECT_EQ(mode_of(folder), 0700U) << folder;
    const auto files = User::files_below(folder);
    EXPECT_FALSE(files.empty()) << folder;
    for (const auto& file : files) EXPECT_EQ(mode_of(file), 0600U) << file;
  }
}

TEST_F(Files, OfTokensThatHaveExpiredAreRemovedBehindTheCallersBack) {
  token("clearstreet");
  const auto expired = user.cache() / "gone.0123456789abcdef.token";
  write_file(expired, "");
  const auto now = fs::file_time_type::clock::now();
  fs::last_write_time(expired, now - std::chrono::minutes(1));
  fs::last_write_time(user.cache() / "cleaned", now - std::chrono::hours(2));
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", "clearstreet"})));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  while (fs::exists(expired) && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_FALSE(fs::exists(expired));
  EXPECT_TRUE(fs::exists(token_file()));
}

TEST_F(Files, LossOfTheCacheCostsOneRequest) {
  token("clearstreet");
  fs::remove_all(user.cache());
  token("clearstreet");
  token("clearstreet");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(Files, LossOfTheStateCostsNothing) {
  const auto secret = token("clearstreet");
  fs::remove_all(user.state());
  EXPECT_EQ(token("clearstreet"), secret);
}

TEST_F(Files, DamagedTokenCostsOneRequest) {
  for (const std::string damage : {"", "garbage", "jeton token 1\n", "jeton token 1\naccess_token=abc"}) {
    token("clearstreet");
    write_file(token_file(), damage);
    const auto before = sandbox.token_requests("clearstreet");
    EXPECT_NE(token("clearstreet"), "abc");
    EXPECT_EQ(sandbox.token_requests("clearstreet"), before + 1) << damage;
  }
}

TEST_F(Files, TruncatedTokenIsNotHandedOut) {
  token("clearstreet");
  const auto whole = read_file(token_file());
  for (std::size_t size = whole.size() - 1; size > 0; size -= std::min<std::size_t>(size, 97)) {
    write_file(token_file(), whole.substr(0, size));
    const auto outcome = run_token();
    EXPECT_TRUE(succeeded(outcome)) << size;
    // A whole token, freshly asked for.
    EXPECT_FALSE(contains(whole, outcome.out.substr(0, outcome.out.size() - 1))) << size;
  }
}

TEST_F(Files, DamagedRoutesAreMadeAnew) {
  const auto secret = token("clearstreet");
  for (const auto& file : User::files_below(user.cache())) {
    if (file.extension() == ".routes") write_file(file, "garbage");
  }
  EXPECT_EQ(token("clearstreet"), secret);
}

TEST_F(Files, SymbolicLinkInThePlaceOfATokenIsRefused) {
  token("clearstreet");
  const auto file = token_file();
  fs::rename(file, user.home() / "elsewhere");
  fs::create_symlink(user.home() / "elsewhere", file);
  EXPECT_TRUE(failed(run_token(), 8, file.string()));
}

TEST_F(Files, SymbolicLinkInThePlaceOfTheCacheIsRefused) {
  fs::create_directories(user.home() / "elsewhere");
  fs::create_directories(user.cache().parent_path());
  fs::create_directory_symlink(user.home() / "elsewhere", user.cache());
  EXPECT_TRUE(failed(run_token(), 8, user.cache().string()));
  EXPECT_TRUE(User::files_below(user.home() / "elsewhere").empty());
}

TEST_F(Files, TokenThatOthersCanWriteIsRefused) {
  token("clearstreet");
  fs::permissions(token_file(), fs::perms(0666));
  EXPECT_TRUE(failed(run_token(), 8, "chmod go-w " + token_file().string()));
}

TEST_F(Files, CacheThatOthersCanWriteIsRefused) {
  token("clearstreet");
  fs::permissions(user.cache(), fs::perms(0777));
  EXPECT_TRUE(failed(run_token(), 8, "chmod go-w " + user.cache().string()));
}

TEST_F(Files, CacheOfSomebodyElseIsRefused) {
  token("clearstreet");
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  ASSERT_EQ(::chown(user.cache().c_str(), 1, 1), 0);
  EXPECT_TRUE(failed(run_token(), 8, user.cache().string()));
}

TEST_F(Files, StateThatOthersCanWriteIsRefused) {
  fs::create_directories(user.state());
  fs::permissions(user.state(), fs::perms(0777));
  const auto outcome = user.run({"docker-credential-jeton", "store"},
                                R"({"ServerURL":"registry.example.com","Username":"a","Secret":"b"})");
  EXPECT_TRUE(failed(outcome, 1, "chmod go-w " + user.state().string()));
}

TEST_F(Files, PipeInThePlaceOfAFileIsRefusedAtOnce) {
  token("clearstreet");
  const auto refused = [](const fs::path& path) {
    return path.string() + " is not a regular file; run: mv " + path.string() + ' ' + path.string() + ".old";
  };
  const auto put_pipe = [](const fs::path& path) {
    fs::remove(path);
    return ::mkfifo(path.c_str(), 0600) == 0;
  };
  const auto cached = token_file();
  ASSERT_TRUE(put_pipe(cached));
  EXPECT_TRUE(failed(run_token(), 8, refused(cached)));
  fs::remove(cached);
  const auto lock = user.state() / "clearstreet.lock";
  ASSERT_TRUE(fs::exists(lock) && put_pipe(lock));
  const auto unlocked = run_token();
  EXPECT_EQ(unlocked.status, 0);
  EXPECT_TRUE(is_one_message(unlocked.err) && contains(unlocked.err, "warning: " + refused(lock))) << unlocked.err;
  ASSERT_TRUE(put_pipe(user.configuration_file()));
  EXPECT_TRUE(failed(run_token(), 3, user.configuration_file().string() + " is not a regular file"));
}

TEST_F(Files, SymbolicLinkInThePlaceOfALockIsNotFollowed) {
  token("clearstreet");
  const auto lock = user.state() / "clearstreet.lock";
  const auto target = user.home() / "precious";
  write_file(target, "kept");
  fs::remove(lock);
  fs::create_symlink(target, lock);
  const auto outcome = user.run({"jeton", "token", "--renew", "clearstreet"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(is_one_message(outcome.err) &&
              contains(outcome.err, "is a symbolic link, not a regular file; run: rm " + lock.string()))
      << outcome.err;
  EXPECT_EQ(read_file(target), "kept");
}

TEST_F(Files, SymbolicLinkInThePlaceOfTheStateIsRefused) {
  fs::create_directories(user.home() / "elsewhere");
  fs::create_directories(user.state().parent_path());
  fs::create_directory_symlink(user.home() / "elsewhere", user.state());
  const auto outcome = user.run({"docker-credential-jeton", "store"},
                                R"({"ServerURL":"registry.example.com","Username":"a","Secret":"b"})");
  EXPECT_TRUE(failed(outcome, 1, "is a symbolic link, not a folder; run: rm " + user.state().string()));
  EXPECT_TRUE(User::files_below(user.home() / "elsewhere").empty());
}

TEST_F(Files, ConfigurationOfSomebodyElseOrThatOthersCanWriteIsRefused) {
  const auto path = user.configuration_file();
  fs::permissions(path, fs::perms(0620));
  EXPECT_TRUE(failed(run_token(), 3, path.string() + " can be written by others; run: chmod go-w " + path.string()));
  fs::permissions(path, fs::perms(0600));
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(::chown(path.c_str(), 12345, 12345), 0);
  EXPECT_TRUE(failed(run_token(), 3, path.string() + " belongs to another user; run: sudo chown 0 " + path.string()));
}

TEST_F(Files, TokenOfSomebodyElseIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  token("clearstreet");
  const auto planted = user.home() / "planted";
  const auto file = token_file();
  fs::copy_file(file, planted);
  ASSERT_EQ(::chown(planted.c_str(), 12345, 12345), 0);
  fs::rename(file, user.home() / "ours");
  fs::create_hard_link(planted, file);
  EXPECT_TRUE(
      failed(run_token(), 8, file.string() + " is a hard link to another user's file; run: rm " + file.string()));
  fs::remove(planted);
  EXPECT_TRUE(failed(run_token(), 8, file.string() + " belongs to another user; run: sudo chown 0 " + file.string()));
}

TEST_F(Files, CacheThatCannotBeMadeCostsAWarning) {
  user.set("XDG_CACHE_HOME", "/proc/no-such-folder");
  const auto outcome = run_token();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_GT(outcome.out.size(), 20U);
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_TRUE(contains(outcome.err, "clearstreet: warning: ") && contains(outcome.err, "/proc/no-such-folder"))
      << outcome.err;
}

TEST_F(Files, CacheThatCannotBeWrittenCostsAWarning) {
  if (::geteuid() == 0) GTEST_SKIP() << "root writes everywhere";
  token("clearstreet");
  fs::remove(token_file());
  fs::permissions(user.cache(), fs::perms(0500));
  const auto outcome = run_token();
  fs::permissions(user.cache(), fs::perms(0700));
  EXPECT_EQ(outcome.status, 0);
  EXPECT_GT(outcome.out.size(), 20U);
  EXPECT_TRUE(is_one_message(outcome.err));
}

TEST_F(Files, StateThatCannotBeMadeCostsAWarning) {
  user.set("XDG_STATE_HOME", "/proc/no-such-folder");
  const auto outcome = run_token();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_GT(outcome.out.size(), 20U);
  EXPECT_TRUE(contains(outcome.err, "clearstreet: warning: ")) << outcome.err;
}

TEST_F(Files, FullDiskOnTheWayOutIsAnError) {
  token("clearstreet");
  const auto outcome = user.shell("jeton token clearstreet >/dev/full");
  EXPECT_TRUE(failed(outcome, 8));
}

TEST_F(Files, NoTemporaryFileIsLeft) {
  token("clearstreet");
  user.run({"jeton", "token", "--renew", "clearstreet"});
  user.run({"jeton", "curl", "clearstreet", "--output", "curl.conf"});
  for (const auto& folder : {user.cache(), user.state()}) {
    for (const auto& file : User::files_below(folder)) EXPECT_NE(file.extension(), ".tmp") << file;
  }
  for (const auto& entry : fs::directory_iterator(user.home())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("curl.conf.")) << entry.path();
  }
}

TEST_F(Files, NothingIsWrittenAnywhereElse) {
  token("clearstreet");
  for (const auto& file : User::files_below(user.home())) {
    const auto place = file.string();
    EXPECT_TRUE(place.starts_with(user.cache().string()) || place.starts_with(user.state().string()) ||
                file == user.configuration_file() || file == user.home() / ".gitconfig")
        << place;
  }
}

TEST_F(Files, HoldNoClientSecret) {
  for (const auto* const profile : {"clearstreet", "studyteam", "portfolios"}) token(profile);
  sandbox.fault("clearstreet", "refuse");
  user.run({"jeton", "token", "--renew", "clearstreet"});
  for (const auto& folder : {user.cache(), user.state()}) {
    for (const auto& file : User::files_below(folder)) {
      const auto text = read_file(file);
      for (const auto* const profile : {"clearstreet", "studyteam", "portfolios"}) {
        EXPECT_FALSE(contains(text, sandbox.client_secret(profile))) << file;
      }
    }
  }
}

}  // namespace
}  // namespace jeton::e2e
