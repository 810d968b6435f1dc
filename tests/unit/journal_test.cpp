#include "store/journal.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>

#include "base/error.hpp"
#include "temporary_folder.hpp"

namespace jeton {
namespace {

using namespace std::string_literals;

const Spending spending{.grant_type = "refresh_token", .spent = "0123", .sent_at = 1000};
const std::string name = "a.4567.journal";

/// A body with bytes that a careless format would trip over.
const HttpResponse answer{
    .status = 200,
    .headers = {{"Content-Type", "application/json"}, {"Date", "Sun, 22 Nov 2026 10:00:00 GMT"}, {"X-Empty", ""}},
    .body = "{\"refresh_token\": \"s3cr3t\"}\nend\n\0\xff\r\\"s};

class JournalTest : public testing::Test {
 protected:
  std::optional<Journal::Entry> load(const Seal& seal) const { return Journal::load(folder_, name, seal); }
  Journal begin(const Seal& seal) const { return Journal::begin(folder_, name, spending, seal); }
  std::string text() const { return folder_.read(name).value_or(""); }

  TemporaryFolder temporary_;
  Folder folder_ = Folder::create(temporary_ / "state");
  NoSeal none_;
  KeySeal key_{temporary_ / "state", [] { return std::string("key"); }};
};

TEST_F(JournalTest, IsNoneUnlessOneWasBegun) {
  EXPECT_FALSE(load(none_));
  EXPECT_FALSE(load(key_));
}

TEST_F(JournalTest, SaysWhatWasSpentBeforeThereIsAnAnswer) {
  for (const Seal* const seal : {static_cast<const Seal*>(&none_), static_cast<const Seal*>(&key_)}) {
    begin(*seal);
    const auto entry = load(*seal);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->spending.grant_type, "refresh_token");
    EXPECT_EQ(entry->spending.spent, "0123");
    EXPECT_EQ(entry->spending.sent_at, 1000);
    EXPECT_FALSE(entry->answer);
  }
}

TEST_F(JournalTest, HasTheAnswerByteForByte) {
  for (const Seal* const seal : {static_cast<const Seal*>(&none_), static_cast<const Seal*>(&key_)}) {
    begin(*seal).answer(answer);
    const auto entry = load(*seal);
    ASSERT_TRUE(entry && entry->answer);
    EXPECT_EQ(entry->spending.spent, "0123");
    EXPECT_EQ(entry->answer->status, 200);
    EXPECT_EQ(entry->answer->headers, answer.headers);
    EXPECT_EQ(entry->answer->body, answer.body);
  }
}

TEST_F(JournalTest, HasRoomForTheAnswerBeforeAnythingIsSpent) {
  begin(none_);
  EXPECT_GE(text().size(), std::size_t{256} << 10U);
}

TEST_F(JournalTest, TakesAnAnswerThatIsLargerThanItsRoom) {
  const HttpResponse large{.status = 200, .headers = {}, .body = std::string(std::size_t{1} << 20U, 'x')};
  begin(none_).answer(large);
  EXPECT_EQ(load(none_)->answer->body, large.body);
}

TEST_F(JournalTest, IsReadableByTheUserAlone) {
  begin(none_).answer(answer);
  EXPECT_EQ(mode_of(folder_.path() + '/' + name), 0600U);
}

TEST_F(JournalTest, HasNoAnswerWhereItIsTorn) {
  for (const Seal* const seal : {static_cast<const Seal*>(&none_), static_cast<const Seal*>(&key_)}) {
    begin(*seal).answer(answer);
    const auto whole = text();
    const auto note = whole.find("\nend\n") + 5;
    const auto end = whole.find("\nend\n", note) + 5;
    ASSERT_LT(end, whole.size());
    for (auto length = note; length < end; ++length) {
      auto torn = whole;
      torn.replace(length, end - length, end - length, '\0');
      folder_.write(name, torn, Durability::passing);
      const auto entry = load(*seal);
      ASSERT_TRUE(entry) << length;
      EXPECT_FALSE(entry->answer) << length;
      EXPECT_EQ(entry->spending.spent, "0123") << length;
    }
  }
}

TEST_F(JournalTest, KeepsAnAnswerWhoseStatusIsNone) {
  folder_.write(name, "jeton journal 1\nend\njeton answer 1\nstatus=4294967295\nbody=text\nend\n", Durability::passing);
  const auto entry = load(none_);
  ASSERT_TRUE(entry && entry->answer);
  EXPECT_EQ(entry->answer->status, 0);
  EXPECT_EQ(entry->answer->body, "text");
}

TEST_F(JournalTest, ThatIsNoneIsNamedAndLeftAlone) {
  for (const auto& damaged : {std::string(), std::string("jeton journal 1\n"), std::string("jeton journal 9\nend\n"),
                              std::string(4096, '\0')}) {
    folder_.write(name, damaged, Durability::passing);
    try {
      load(none_);
      ADD_FAILURE() << "this is no journal: " << damaged;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::storage);
      EXPECT_NE(std::string(error.what()).find(folder_.path() + '/' + name), std::string::npos) << error.what();
    }
    EXPECT_EQ(text(), damaged);
  }
}

TEST_F(JournalTest, HidesTheAnswerWhereThereIsAKey) {
  begin(key_).answer(answer);
  EXPECT_EQ(text().find("s3cr3t"), std::string::npos);
  EXPECT_EQ(text().find("application/json"), std::string::npos);
  try {
    load(none_);
    ADD_FAILURE() << "there is no key";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::configuration);
  }
}

TEST_F(JournalTest, IsNotBegunWithoutTheKeyForItsAnswer) {
  const KeySeal locked(folder_.path(), []() -> std::string { throw Error(Status::configuration, "locked"); });
  EXPECT_THROW(begin(locked), Error);
  EXPECT_FALSE(folder_.contains(name));
}

TEST_F(JournalTest, ReplacesOneThatIsDoneWith) {
  begin(none_).answer(answer);
  Journal::begin(folder_, name, {.grant_type = "authorization_code", .spent = "89ab", .sent_at = 2000}, none_);
  const auto entry = load(none_);
  EXPECT_EQ(entry->spending.spent, "89ab");
  EXPECT_FALSE(entry->answer);
  Journal::remove(folder_, name);
  EXPECT_FALSE(load(none_));
  EXPECT_NO_THROW(Journal::remove(folder_, name));
}

/// Runs it in a process of its own, whose limits are its own: true if it threw Error(storage), and nothing else.
template <class Action>
bool is_refused(const Action& action) {
  const pid_t process = ::fork();
  if (process == 0) {
    int result = 1;
    try {
      action();
    } catch (const Error& error) {
      result = error.status() == Status::storage ? 0 : 2;
    }
    ::_exit(result);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// As on a disk that is full.
void allow_no_large_file() {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{.rlim_cur = 4096, .rlim_max = 4096};
  ::setrlimit(RLIMIT_FSIZE, &small);
}

TEST_F(JournalTest, IsNotBegunWhereThereIsNoRoomForTheAnswer) {
  EXPECT_TRUE(is_refused([&] {
    allow_no_large_file();
    begin(none_);
  }));
  EXPECT_TRUE(is_refused([&] {
    allow_no_large_file();
    Journal::check_room(folder_, "a");
  }));
  EXPECT_EQ(folder_.names().size(), 2U) << "nothing but . and .. is left";
}

TEST_F(JournalTest, IsNotReplacedWhereThereIsNoRoomForAnother) {
  begin(none_).answer(answer);
  EXPECT_TRUE(is_refused([&] {
    allow_no_large_file();
    begin(none_);
  }));
  EXPECT_EQ(load(none_)->answer->body, answer.body);
}

TEST_F(JournalTest, IsNotBegunWhereNothingCanBeWritten) {
  constexpr uid_t nobody = 65534;
  const auto as_one_who_cannot = [&](const auto& action) {
    return is_refused([&] {
      if (::geteuid() == 0 && ::seteuid(nobody) != 0) return;
      action();
    });
  };
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0500), 0);
  EXPECT_TRUE(as_one_who_cannot([&] { begin(none_); }));
  EXPECT_TRUE(as_one_who_cannot([&] { Journal::check_room(folder_, "a"); }));
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0700), 0);
  EXPECT_EQ(folder_.names().size(), 2U) << "nothing but . and .. is left";
}

TEST_F(JournalTest, LeavesNothingWhereThereIsRoom) {
  Journal::check_room(folder_, "a");
  EXPECT_EQ(folder_.names().size(), 2U) << "nothing but . and .. is left";
}

}  // namespace
}  // namespace jeton
