#include "store/hold_off.hpp"

#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace jeton {
namespace {

TEST(HoldOff, IsReadAsItWasWritten) {
  const TemporaryFolder temporary;
  const auto state = Folder::create(temporary / "state");
  const HoldOff hold_off{.status = Status::refused,
                         .message = "invalid_client: \"no\"\nsuch client",
                         .failed_at = 1000,
                         .until = 1060,
                         .failures = 3,
                         .request = "0123",
                         .sources = {{Source::Kind::file, "/a", "1 2"}}};
  hold_off.save(state, "a.hold-off");
  const auto read = HoldOff::load(state, "a.hold-off");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->status, Status::refused);
  EXPECT_EQ(read->message, hold_off.message);
  EXPECT_EQ(read->failed_at, 1000);
  EXPECT_EQ(read->until, 1060);
  EXPECT_EQ(read->failures, 3);
  EXPECT_EQ(read->request, "0123");
  ASSERT_EQ(read->sources.size(), 1U);
  EXPECT_EQ(read->sources[0].name, "/a");
}

TEST(HoldOff, HasAStatusAndACountThatThereAreWhateverItsFileSays) {
  const auto read = HoldOff::parse("jeton hold-off 1\nstatus=59999000000000\nfailures=2147483647\nend\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->status, Status::unreachable);
  EXPECT_EQ(read->failures, 1000) << "one more has to fit";
  EXPECT_EQ(HoldOff::parse("jeton hold-off 1\nfailures=0\nend\n").value().failures, 1);
}

TEST(HoldOff, IsNoneWhereItsFileIsMissingOrTorn) {
  const TemporaryFolder temporary;
  const auto state = Folder::create(temporary / "state");
  EXPECT_FALSE(HoldOff::load(state, "a.hold-off"));
  state.write("a.hold-off", "jeton hold-off 1\nuntil=99", Durability::passing);
  EXPECT_FALSE(HoldOff::load(state, "a.hold-off"));
  state.write("a.hold-off", "", Durability::passing);
  EXPECT_FALSE(HoldOff::load(state, "a.hold-off"));
}

TEST(HoldOff, SaysUntilWhenAndWhy) {
  const HoldOff hold_off{.message = "the provider throttles", .failed_at = 1795341480, .until = 1795341600};
  const auto error = hold_off.error(1795341540);
  EXPECT_EQ(error.status(), Status::held_off);
  const std::string text = error.what();
  EXPECT_NE(text.find("2026-11-22T10:00:00Z"), std::string::npos) << text;
  EXPECT_NE(text.find("60 s"), std::string::npos) << text;
  EXPECT_NE(text.find("the provider throttles"), std::string::npos) << text;
}

TEST(HoldOff, IsOfOneProfileAsItIsSent) {
  const ProfileRoute one{.name = "a", .id = "1"};
  EXPECT_NE(hold_off_file(one), hold_off_file({.name = "a", .id = "2"}));
  EXPECT_NE(hold_off_file(one), hold_off_file({.name = "b", .id = "1"}));
}

/// An old and a new version of a profile share a refresh token.
TEST(ProfileLock, IsOneForAllThatAProfileEverWas) {
  const ProfileRoute one{.name = "a", .id = "1"};
  EXPECT_EQ(lock_file(one), lock_file({.name = "a", .id = "2"}));
  EXPECT_NE(lock_file(one), lock_file({.name = "b", .id = "1"}));
  EXPECT_NE(lock_file(one), hold_off_file(one));
}

}  // namespace
}  // namespace jeton
