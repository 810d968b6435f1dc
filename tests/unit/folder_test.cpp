#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "base/file.hpp"
#include "temporary_folder.hpp"

namespace jeton {
namespace {

/// The process's umask, for as long as this lives.
class Umask {
 public:
  explicit Umask(mode_t mask) : old_(::umask(mask)) {}
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;
  ~Umask() { ::umask(old_); }

 private:
  mode_t old_;
};

/// What an action is refused with; empty where it is not.
template <class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::storage);
    return error.what();
  }
  return {};
}

TEST(Folder, AndWhatIsInItAreTheUsersAloneWhateverTheUmask) {
  const TemporaryFolder temporary;
  const Umask open_to_all(0);
  const auto folder = Folder::create(temporary / "a/b/jeton");
  folder.write("file", "text", Durability::durable);
  const Fd lock = folder.open_lock("lock");
  folder.mark("mark", 1'700'000'000);
  for (const auto* const name : {"a", "a/b", "a/b/jeton"}) EXPECT_EQ(mode_of(temporary / name), 0700U) << name;
  for (const auto* const name : {"a/b/jeton/file", "a/b/jeton/lock", "a/b/jeton/mark"})
    EXPECT_EQ(mode_of(temporary / name), 0600U) << name;
}

TEST(Folder, ThatIsNotThereIsNothing) {
  const TemporaryFolder temporary;
  EXPECT_FALSE(Folder::open(temporary / "none"));
  const auto folder = Folder::create(temporary / "jeton");
  EXPECT_FALSE(folder.read("none"));
  EXPECT_FALSE(folder.map("none"));
  EXPECT_FALSE(folder.contains("none"));
  EXPECT_FALSE(folder.modified("none"));
  EXPECT_NO_THROW(folder.remove("none"));
}

TEST(Folder, GivesBackWhatWasWritten) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  const std::string text("a\0b\nü", 6);
  folder.write("file", text, Durability::passing);
  EXPECT_EQ(folder.read("file"), text);
  EXPECT_EQ(folder.map("file")->text(), text);
  EXPECT_TRUE(folder.contains("file"));
  folder.write("file", "", Durability::passing);
  EXPECT_EQ(folder.read("file"), "");
  EXPECT_FALSE(folder.map("file"));
  folder.remove("file");
  EXPECT_FALSE(folder.contains("file"));
}

TEST(Folder, MakesAFileTheUsersAloneWhenItReplacesOneThatWasNot) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  temporary.write("jeton/file", "old", 0644);
  folder.write("file", "new", Durability::passing);
  EXPECT_EQ(mode_of(temporary / "jeton/file"), 0600U);
}

TEST(Folder, RefusesAFolderThatOthersCanWrite) {
  const TemporaryFolder temporary;
  for (const mode_t mode : {0720U, 0702U, 0777U}) {
    const auto path = temporary / std::to_string(mode);
    ::mkdir(path.c_str(), 0700);
    ::chmod(path.c_str(), mode);
    const auto why = refusal([&] { Folder::open(path); });
    EXPECT_NE(why.find("chmod go-w " + path), std::string::npos) << why;
    EXPECT_EQ(refusal([&] { Folder::create(path); }), why);
  }
}

TEST(Folder, RefusesAFileThatOthersCanWrite) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  for (const mode_t mode : {0620U, 0602U}) {
    const auto path = temporary.write("jeton/file", "planted", mode);
    const auto why = refusal([&] { folder.read("file"); });
    EXPECT_NE(why.find("chmod go-w " + path), std::string::npos) << why;
    EXPECT_EQ(refusal([&] { folder.map("file"); }), why);
  }
}

TEST(Folder, RefusesWhatAnotherUserOwns) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file to somebody else";
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  const auto file = temporary.write("jeton/file", "planted");
  ASSERT_EQ(::chown(file.c_str(), 12345, 12345), 0);
  const auto why = file + " belongs to another user; run: sudo chown 0 " + file;
  EXPECT_EQ(refusal([&] { folder.read("file"); }), why);
  EXPECT_EQ(refusal([&] { folder.open_lock("file"); }), why);
  // The command must not give somebody's file away.
  std::filesystem::create_hard_link(file, temporary / "theirs");
  EXPECT_EQ(refusal([&] { folder.read("file"); }), file + " is a hard link to another user's file; run: rm " + file);
  ASSERT_EQ(::chown((temporary / "jeton").c_str(), 12345, 12345), 0);
  EXPECT_NE(refusal([&] { Folder::open(temporary / "jeton"); }).find("belongs to another user"), std::string::npos);
}

TEST(Folder, FollowsNoSymbolicLink) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  const auto secret = temporary.write("secret", "kept");
  std::filesystem::create_symlink(secret, temporary / "jeton/link");
  EXPECT_NE(refusal([&] { folder.read("link"); }), "");
  EXPECT_NE(refusal([&] { folder.map("link"); }), "");
  EXPECT_NE(refusal([&] { folder.open_lock("link"); }), "");
  folder.write("link", "new", Durability::passing);
  EXPECT_EQ(read_user_file(secret, Status::storage).text, "kept");
  EXPECT_FALSE(std::filesystem::is_symlink(temporary / "jeton/link"));

  std::filesystem::create_directory_symlink(temporary / "jeton", temporary / "linked");
  EXPECT_NE(refusal([&] { Folder::open(temporary / "linked"); }), "");
}

TEST(Folder, RefusesWhatIsNoRegularFileWithoutWaitingForIt) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  ASSERT_EQ(::mkfifo((temporary / "jeton/fifo").c_str(), 0600), 0);
  ASSERT_EQ(::mkdir((temporary / "jeton/folder").c_str(), 0700), 0);
  for (const auto* const name : {"fifo", "folder"}) {
    const auto path = temporary / "jeton/" + name;
    const auto why = refusal([&] { folder.read(name); });
    EXPECT_EQ(why, path + " is not a regular file; run: mv " + path + ' ' + path + ".old");
    EXPECT_EQ(refusal([&] { folder.map(name); }), why);
    EXPECT_EQ(refusal([&] { folder.open_lock(name); }), why);
  }
}

TEST(Folder, SaysWhatMendsAPathThatIsNoFolder) {
  const TemporaryFolder temporary;
  const auto file = temporary.write("file", "");
  ASSERT_EQ(::mkfifo((temporary / "fifo").c_str(), 0600), 0);
  for (const auto& path : {file, temporary / "fifo"}) {
    EXPECT_EQ(refusal([&] { Folder::open(path); }), path + " is not a folder; run: mv " + path + ' ' + path + ".old");
    EXPECT_EQ(refusal([&] { Folder::create(path); }), refusal([&] { Folder::open(path); }));
  }
  std::filesystem::create_directory(temporary / "jeton");
  for (const auto* const target : {"jeton", "none"}) {
    const auto link = temporary / "linked to " + target;
    std::filesystem::create_symlink(temporary / target, link);
    const auto why = link + " is a symbolic link, not a folder; run: rm '" + link + '\'';
    EXPECT_EQ(refusal([&] { Folder::open(link); }), why);
    EXPECT_EQ(refusal([&] { Folder::create(link); }), why);
  }
}

TEST(Folder, SaysWhatMendsALinkInThePlaceOfAFile) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  const auto link = temporary / "jeton/link";
  std::filesystem::create_symlink(temporary.write("secret", "kept"), link);
  const auto why = link + " is a symbolic link, not a regular file; run: rm " + link;
  EXPECT_EQ(refusal([&] { folder.read("link"); }), why);
  EXPECT_EQ(refusal([&] { folder.open_lock("link"); }), why);
  EXPECT_EQ(read_user_file(temporary / "secret", Status::storage).text, "kept");
}

TEST(Folder, LocksNoFileThatOthersCanWrite) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  const auto path = temporary.write("jeton/lock", "", 0666);
  EXPECT_EQ(refusal([&] { folder.open_lock("lock"); }), path + " can be written by others; run: chmod go-w " + path);
}

TEST(Folder, SaysWhatOpensWhatIsClosedToItsOwner) {
  if (::geteuid() == 0) GTEST_SKIP() << "nothing is closed to root";
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  const auto file = temporary.write("jeton/file", "", 0);
  EXPECT_EQ(refusal([&] { folder.read("file"); }), file + " is closed to its owner; run: chmod u+rw " + file);
  ::chmod((temporary / "jeton").c_str(), 0500);
  const auto why = temporary / "jeton is closed to its owner; run: chmod u+rwx " + temporary / "jeton";
  EXPECT_EQ(refusal([&] { folder.write("other", "", Durability::passing); }), why);
  ::chmod((temporary / "jeton").c_str(), 0);
  EXPECT_EQ(refusal([&] { Folder::open(temporary / "jeton"); }), why);
  ::chmod((temporary / "jeton").c_str(), 0700);
}

TEST(Folder, LeavesNothingBesideTheFileItWrote) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  for (const auto durability : {Durability::passing, Durability::durable}) folder.write("file", "text", durability);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(entry.path().filename(), "file");
  }
}

TEST(Folder, LeavesNothingBehindWhereAFileCannotBeReplaced) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  ASSERT_EQ(::mkdir((temporary / "jeton/file").c_str(), 0700), 0);
  const auto path = temporary / "jeton/file";
  EXPECT_EQ(refusal([&] { folder.write("file", "text", Durability::durable); }),
            path + " is not a regular file; run: mv " + path + ' ' + path + ".old");
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(entry.path().filename(), "file");
  }
}

TEST(Folder, ShowsAReaderTheOldTextOrTheNewOne) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  const std::string old_text(100'000, 'o');
  const std::string new_text(150'000, 'n');
  folder.write("file", old_text, Durability::passing);
  std::jthread writer([&](const std::stop_token& stop) {
    for (bool turn = false; !stop.stop_requested(); turn = !turn) {
      folder.write("file", turn ? old_text : new_text, Durability::passing);
    }
  });
  for (int i = 0; i < 300; ++i) {
    const auto text = folder.read("file");
    ASSERT_TRUE(text == old_text || text == new_text);
  }
}

TEST(Folder, IsTheOneThatWasOpenedEvenIfItsPathIsAnothersNow) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  std::filesystem::rename(temporary / "jeton", temporary / "moved");
  ASSERT_EQ(::mkdir((temporary / "jeton").c_str(), 0700), 0);
  folder.write("file", "text", Durability::passing);
  EXPECT_TRUE(std::filesystem::exists(temporary / "moved/file"));
  EXPECT_FALSE(std::filesystem::exists(temporary / "jeton/file"));
}

TEST(Folder, MarksATimeInAnEmptyFileOfItsOwn) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  folder.mark("mark", 1'700'000'000);
  EXPECT_EQ(folder.modified("mark"), 1'700'000'000);
  EXPECT_EQ(folder.read("mark"), "");
  folder.mark("mark", 1'800'000'000);
  EXPECT_EQ(folder.modified("mark"), 1'800'000'000);

  folder.write("elsewhere", "text", Durability::passing);
  folder.remove("mark");
  std::filesystem::create_symlink("elsewhere", temporary / "jeton/mark");
  EXPECT_NE(refusal([&] { folder.mark("mark", 1'900'000'000); }), "");
  EXPECT_NE(folder.modified("elsewhere"), 1'900'000'000);
}

TEST(Folder, SaysWhenAFileWasChanged) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  folder.write("file", "", Durability::passing);
  folder.set_modified("file", 4102444799);
  EXPECT_EQ(folder.modified("file"), 4102444799);
}

TEST(Stamp, ChangesWithTheFile) {
  const TemporaryFolder temporary;
  const auto absent = Stamp::of(temporary / "file");
  const auto path = temporary.write("file", "one");
  const auto first = Stamp::of(path);
  EXPECT_FALSE(first == absent);
  EXPECT_TRUE(first == Stamp::of(path));
  temporary.write("file", "longer");
  EXPECT_FALSE(Stamp::of(path) == first);
  std::filesystem::remove(path);
  EXPECT_TRUE(Stamp::of(path) == absent);
}

TEST(Stamp, ChangesWhenAFileIsReplacedByOneOfTheSameSizeAndTime) {
  const TemporaryFolder temporary;
  const auto path = temporary.write("file", "one");
  const auto other = temporary.write("other", "two");
  std::filesystem::last_write_time(other, std::filesystem::last_write_time(path));
  const auto before = Stamp::of(path);
  std::filesystem::rename(other, path);
  EXPECT_FALSE(Stamp::of(path) == before);
}

TEST(Stamp, IsOfTheFileThatALinkLeadsTo) {
  const TemporaryFolder temporary;
  const auto one = temporary.write("one", "text");
  std::filesystem::create_symlink(one, temporary / "link");
  EXPECT_TRUE(Stamp::of(temporary / "link") == Stamp::of(one));
}

TEST(UserFile, IsReadThroughALinkAndNamedWhereItCannotBe) {
  const TemporaryFolder temporary;
  const auto path = temporary.write("file", "text", 0640);
  std::filesystem::create_symlink(path, temporary / "link");
  const auto file = read_user_file(temporary / "link", Status::configuration);
  EXPECT_EQ(file.text, "text");
  EXPECT_EQ(file.mode & 07777U, 0640U);
  EXPECT_EQ(file.owner, ::geteuid());
  for (const auto& none : {temporary / "none", temporary.path()}) {
    try {
      read_user_file(none, Status::configuration);
      ADD_FAILURE() << none << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::configuration);
      EXPECT_NE(std::string(error.what()).find(none), std::string::npos);
    }
  }
}

TEST(WritableByOthers, NamesTheCommandToRunForAPathThatIsHardToType) {
  EXPECT_EQ(writable_by_others("/home/a b/it's", 0622, ::geteuid()),
            R"(/home/a b/it's can be written by others; run: chmod go-w '/home/a b/it'\''s')");
  EXPECT_EQ(writable_by_others("/home/a", 0644, ::geteuid()), "");
}

TEST(ReadAll, GivesNothingForMoreThanTheLimit) {
  const TemporaryFolder temporary;
  const auto folder = Folder::create(temporary / "jeton");
  folder.write("file", std::string(5000, 'x'), Durability::passing);
  EXPECT_EQ(read_all(folder.open_lock("file").number(), 5000)->size(), 5000U);
  EXPECT_FALSE(read_all(folder.open_lock("file").number(), 4999));
}

}  // namespace
}  // namespace jeton
