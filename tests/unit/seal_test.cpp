#include "store/seal.hpp"

#include <gtest/gtest.h>

#include <future>

#include "base/error.hpp"
#include "store/logins.hpp"
#include "temporary_folder.hpp"

namespace jeton {
namespace {

using namespace std::string_literals;

constexpr std::string_view kind = "jeton test 1";

Record record(const std::string& value) {
  Record out{std::string(kind)};
  out.add("value", value);
  return out;
}

bool shows(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class SealTest : public testing::Test {
 protected:
  KeySeal with(const std::string& key) const {
    return {folder_.path(), [key] { return key; }};
  }
  void write(const std::string& name, const Record& fields, const Seal& seal) const {
    folder_.write(name, sealed_text(fields, seal, Record(std::string(kind))), Durability::durable);
  }
  std::string value(const std::string& name, const Seal& seal) const {
    return load_sealed(folder_, name, kind, seal).value().get("value");
  }
  /// Why the file is not read; the status must be that.
  std::string refusal(const std::string& name, const Seal& seal, Status status = Status::storage) const {
    try {
      return "nothing: it is " + value(name, seal);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), status) << error.what();
      return error.what();
    }
  }
  std::string text(const std::string& name) const { return folder_.read(name).value_or(""); }

  TemporaryFolder temporary_;
  Folder folder_ = Folder::create(temporary_ / "state");
};

TEST_F(SealTest, OpensWhatItClosed) {
  const auto seal = with("key");
  for (const auto& text : {std::string(), std::string("a"), "\0\xff\n\r\\="s, std::string(100'000, 'x')}) {
    EXPECT_EQ(seal.open(seal.close(text)), text);
    EXPECT_EQ(with("key").open(seal.close(text)), text) << "in another process";
  }
}

TEST_F(SealTest, IsOfAnyKeyThatTheUserLikes) {
  for (const auto& key : {std::string("a"), "with \0 in it"s, std::string(10'000, 'k')}) {
    const TemporaryFolder other;
    const KeySeal seal(other.path(), [&] { return key; });
    const auto closed = seal.close("text");
    EXPECT_EQ(KeySeal(other.path(), [&] { return key; }).open(closed), "text");
  }
}

TEST_F(SealTest, HidesTheTextAndThatTwoAreTheSame) {
  const auto seal = with("key");
  const auto one = seal.close("s3cr3t");
  const auto other = seal.close("s3cr3t");
  EXPECT_FALSE(shows(one, "s3cr3t"));
  EXPECT_NE(one, other);
  EXPECT_EQ(one.find_first_of("\n\r\\"), std::string::npos) << "it is one field of a record";
}

TEST_F(SealTest, KeepsItsKeyInAFileThatTheUsersKeyOpens) {
  const auto seal = with("a long enough passphrase");
  seal.close("text");
  EXPECT_EQ(folder_.names().size(), 4U) << "., .., @key and its lock";
  EXPECT_EQ(mode_of(folder_.path() + "/@key"), 0600U);
  EXPECT_FALSE(shows(text("@key"), "passphrase"));
}

TEST_F(SealTest, ReadsTheUsersKeyOnceAndOnlyWhereItIsNeeded) {
  int read = 0;
  const KeySeal seal(folder_.path(), [&] { return ++read, std::string("key"); });
  EXPECT_TRUE(seal.closes());
  EXPECT_FALSE(load_sealed(folder_, "none", kind, seal));
  write("plain", record("a"), NoSeal());
  EXPECT_EQ(value("plain", seal), "a");
  EXPECT_EQ(read, 0);
  const auto closed = seal.close("a");
  seal.open(closed);
  seal.close("b");
  EXPECT_EQ(read, 1);
}

TEST_F(SealTest, IsThatOfWhoeverWasFirst) {
  std::vector<std::future<std::string>> processes;
  for (int i = 0; i < 4; ++i) {
    processes.push_back(std::async(std::launch::async, [this] { return with("key").close("text"); }));
  }
  const auto seal = with("key");
  for (auto& process : processes) EXPECT_EQ(seal.open(process.get()), "text");
}

TEST_F(SealTest, WithAnotherKeyIsRefusedAndChangesNothing) {
  write("a", record("s3cr3t"), with("key"));
  const auto before = text("a");
  const auto key_before = text("@key");
  const auto wrong = with("another");
  EXPECT_TRUE(shows(refusal("a", wrong), "[store] key"));
  EXPECT_THROW(write("b", record("x"), wrong), Error);
  EXPECT_EQ(text("a"), before);
  EXPECT_EQ(text("@key"), key_before);
  EXPECT_FALSE(folder_.contains("b"));
  EXPECT_EQ(value("a", with("key")), "s3cr3t");
}

TEST_F(SealTest, NamesTheKeyFileThatIsMissing) {
  write("a", record("s3cr3t"), with("key"));
  const auto before = text("a");
  folder_.remove("@key");
  EXPECT_TRUE(shows(refusal("a", with("key")), folder_.path() + "/@key is missing"));
  EXPECT_FALSE(folder_.contains("@key")) << "a new one would open nothing";
  EXPECT_EQ(text("a"), before);
}

TEST_F(SealTest, NamesTheKeyFileThatIsDamaged) {
  write("a", record("s3cr3t"), with("key"));
  for (const std::string damaged : {"", "jeton store key 1\n", "jeton store key 1\nsalt=AAAA\nbox=AAAA\nend\n",
                                    "jeton store key 1\nend\n", "jeton store key 2\nend\n"}) {
    folder_.write("@key", damaged, Durability::passing);
    EXPECT_TRUE(shows(refusal("a", with("key")), "@key")) << damaged;
    EXPECT_THROW(with("key").close("x"), Error) << damaged;
    EXPECT_EQ(text("@key"), damaged) << "it may be somebody's only copy";
  }
}

TEST_F(SealTest, RefusesADamagedBox) {
  const auto seal = with("key");
  write("a", record("s3cr3t"), seal);
  const auto good = text("a");
  const auto box = good.find("sealed=") + 7;
  for (const auto at : {box, box + 10, box + 40, good.rfind("\nend") - 5}) {
    auto damaged = good;
    damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
    folder_.write("a", damaged, Durability::passing);
    EXPECT_TRUE(shows(refusal("a", seal), folder_.path() + "/a")) << at;
    EXPECT_EQ(text("a"), damaged);
  }
  for (const auto& sealed : {std::string(), std::string("!"), std::string("AAAA"), good.substr(box, 20)}) {
    EXPECT_THROW(seal.open(sealed), Error) << sealed;
  }
}

TEST_F(SealTest, RefusesTheBoxOfAnotherStore) {
  const TemporaryFolder other;
  const KeySeal others(other.path(), [] { return std::string("key"); });
  const auto box = others.close("text");
  EXPECT_THROW(with("key").open(box), Error) << "each store has a key of its own, whatever the user's is";
  with("key").close("text");
  EXPECT_THROW(with("key").open(box), Error);
}

TEST_F(SealTest, SaysWhatIsWrongWithAFileThatIsNone) {
  for (const std::string torn : {"", "jeton test 1\n", "jeton test 1\nvalue=a\n", "jeton test 2\nvalue=a\nend\n"}) {
    folder_.write("a", torn, Durability::passing);
    EXPECT_TRUE(shows(refusal("a", NoSeal()), folder_.path() + "/a is damaged")) << torn;
    EXPECT_EQ(text("a"), torn);
  }
  folder_.write("a", "jeton test 1\nsealed=" + with("key").close("no record") + "\nend\n", Durability::passing);
  EXPECT_TRUE(shows(refusal("a", with("key")), folder_.path() + "/a is damaged"));
}

TEST_F(SealTest, WithoutAKeyWritesPlainFiles) {
  const NoSeal seal;
  EXPECT_FALSE(seal.closes());
  write("a", record("text"), seal);
  EXPECT_EQ(text("a"), "jeton test 1\nvalue=text\nend\n");
  EXPECT_EQ(value("a", seal), "text");
}

TEST_F(SealTest, WithoutAKeyAsksForOneWhereAFileIsSealed) {
  write("a", record("s3cr3t"), with("key"));
  const auto before = text("a");
  const auto why = refusal("a", NoSeal(), Status::configuration);
  EXPECT_TRUE(shows(why, "[store] key")) << why;
  EXPECT_TRUE(shows(why, folder_.path() + "/a")) << why;
  EXPECT_EQ(text("a"), before);
}

TEST_F(SealTest, ClosesAPlainFileWhenItIsNextWritten) {
  write("a", record("s3cr3t"), NoSeal());
  const auto seal = with("key");
  const auto read = load_sealed(folder_, "a", kind, seal).value();
  EXPECT_EQ(read.get("value"), "s3cr3t");
  write("a", read, seal);
  EXPECT_FALSE(shows(text("a"), "s3cr3t"));
  EXPECT_EQ(value("a", seal), "s3cr3t");
}

TEST_F(SealTest, LeavesInClearWhatItIsTold) {
  Record in_clear{std::string(kind)};
  in_clear.add("standing", "usable");
  const auto written = sealed_text(record("s3cr3t"), with("key"), in_clear);
  EXPECT_TRUE(shows(written, "\nstanding=usable\n"));
  EXPECT_FALSE(shows(written, "s3cr3t"));
  EXPECT_EQ(sealed_text(record("a"), NoSeal(), in_clear), record("a").text()) << "there all of it is";
}

TEST_F(SealTest, PassesOnWhyThereIsNoKey) {
  write("a", record("s3cr3t"), with("key"));
  const KeySeal locked(folder_.path(),
                       []() -> std::string { throw Error(Status::configuration, "pass did not end within 10 s"); });
  EXPECT_TRUE(shows(refusal("a", locked, Status::configuration), "pass did not end within 10 s"));
  EXPECT_THROW(locked.close("x"), Error);
}

TEST_F(SealTest, ClosesTheStoredLoginsOfATool) {
  const auto add = [](std::vector<Record>& logins) {
    auto login = LoginStore::login();
    login.add("password", "s3cr3t");
    logins.push_back(login);
  };
  const auto seal = with("key");
  const LoginStore store(folder_.path(), LoginStore::Protocol::docker, seal);
  store.change("registry.example", add);
  ASSERT_EQ(store.load("registry.example").size(), 1U);
  EXPECT_EQ(store.load("registry.example")[0].get("password"), "s3cr3t");
  for (const auto& name : folder_.names()) {
    EXPECT_FALSE(name.ends_with(".login") && shows(text(name), "s3cr3t")) << name;
  }

  const NoSeal none;
  const LoginStore without_key(folder_.path(), LoginStore::Protocol::docker, none);
  EXPECT_THROW(without_key.load("registry.example"), Error);
  EXPECT_THROW(without_key.change("registry.example", add), Error) << "the login would be gone";
  EXPECT_TRUE(without_key.all().empty());
  EXPECT_EQ(store.load("registry.example").size(), 1U);
}

}  // namespace
}  // namespace jeton
