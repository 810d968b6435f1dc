#include "host/plugin_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "temporary_folder.hpp"

namespace jeton {
namespace {

namespace fs = std::filesystem;

/// A plugin two folders below one of the test's own.
class PluginFile : public testing::Test {
 protected:
  PluginFile() {
    fs::create_directories(temporary / "outer/inner");
    set_mode("outer", 0755);
    set_mode("outer/inner", 0755);
    file = temporary.write("outer/inner/plugin.so", "ELF", 0755);
  }

  void set_mode(const std::string& name, mode_t mode) const { ASSERT_EQ(::chmod((temporary / name).c_str(), mode), 0); }

  /// What it is refused with; empty where it is not.
  static std::string refusal(const std::string& path) {
    try {
      check_plugin_file(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::plugin);
      return error.what();
    }
    return {};
  }
  std::string refusal() const { return refusal(file); }

  /// Run as a command, what the refusal says mends it.
  void expect_that_chmod_mends(const std::string& name) const {
    const auto why = refusal();
    EXPECT_EQ(why, temporary / name + " can be written by others; run: chmod go-w " + temporary / name);
    fs::permissions(temporary / name, fs::perms::group_write | fs::perms::others_write, fs::perm_options::remove);
    EXPECT_EQ(refusal(), "");
  }

  TemporaryFolder temporary;
  std::string file;
};

TEST_F(PluginFile, OfTheUsersAloneIsTaken) {
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(refusal(temporary / "outer/./inner//../inner/plugin.so"), "");
}

TEST_F(PluginFile, ThatOthersCanWriteIsRefused) {
  for (const mode_t mode : {0775U, 0757U}) {
    set_mode("outer/inner/plugin.so", mode);
    expect_that_chmod_mends("outer/inner/plugin.so");
  }
}

TEST_F(PluginFile, InAFolderThatOthersCanWriteIsRefused) {
  for (const mode_t mode : {0775U, 0757U}) {
    set_mode("outer/inner", mode);
    expect_that_chmod_mends("outer/inner");
  }
}

TEST_F(PluginFile, BelowAFolderThatAnybodyCanWriteIsRefused) {
  set_mode("outer", 0757);
  expect_that_chmod_mends("outer");
}

TEST_F(PluginFile, BelowAFolderWhereNobodyCanTouchWhatIsNotTheirsIsTaken) {
  for (const auto* const folder : {"outer", "outer/inner"}) set_mode(folder, 01777);
  EXPECT_EQ(refusal(), "");
}

TEST_F(PluginFile, BelowAFolderOfAGroupIsTaken) {
  set_mode("outer", 0775);  // a user's own group, in most cases
  EXPECT_EQ(refusal(), "");
}

TEST_F(PluginFile, IsLookedForWhereALinkLeads) {
  fs::create_symlink("outer/inner/plugin.so", temporary / "link.so");
  fs::create_directory_symlink(temporary / "outer", temporary / "linked");
  const auto by_file = temporary / "link.so";
  const auto by_folder = temporary / "linked/inner/plugin.so";
  const auto by_parent = temporary / "outer/inner/../inner/../../link.so";
  for (const auto& path : {by_file, by_folder, by_parent}) EXPECT_EQ(refusal(path), "") << path;
  set_mode("outer/inner", 0757);
  for (const auto& path : {by_file, by_folder, by_parent}) {
    EXPECT_NE(refusal(path).find("chmod go-w " + temporary / "outer/inner"), std::string::npos) << path;
  }
}

TEST_F(PluginFile, WhoseLinkLiesWhereOthersCanWriteIsRefused) {
  fs::create_directory(temporary / "open");
  fs::create_symlink(file, temporary / "open/link.so");
  set_mode("open", 0777);
  EXPECT_NE(refusal(temporary / "open/link.so").find("chmod go-w " + temporary / "open"), std::string::npos);
}

TEST_F(PluginFile, WhoseLinkLeadsToItselfIsRefused) {
  fs::create_symlink("loop.so", temporary / "loop.so");
  EXPECT_EQ(refusal(temporary / "loop.so"), temporary / "loop.so is a symbolic link that leads to itself");
}

TEST_F(PluginFile, ThatIsNoneIsRefusedWithoutWaitingForIt) {
  ASSERT_EQ(::mkfifo((temporary / "outer/inner/fifo.so").c_str(), 0600), 0);
  for (const auto* const name : {"outer/inner/fifo.so", "outer/inner"}) {
    EXPECT_EQ(refusal(temporary / name), temporary / name + " is not a file; name the plugin's .so in provider");
  }
  EXPECT_NE(refusal(temporary / "outer/none.so").find("cannot be read"), std::string::npos);
  EXPECT_NE(refusal(file + "/plugin.so").find("cannot be read"), std::string::npos);
}

TEST_F(PluginFile, OfAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file to somebody else";
  for (const auto* const name : {"outer/inner/plugin.so", "outer/inner", "outer"}) {
    ASSERT_EQ(::chown((temporary / name).c_str(), 12345, 12345), 0);
    EXPECT_EQ(refusal(), temporary / name + " belongs to another user; run: sudo chown 0 " + temporary / name);
    ASSERT_EQ(::chown((temporary / name).c_str(), 0, 0), 0);
  }
  fs::create_symlink(file, temporary / "link.so");
  ASSERT_EQ(::lchown((temporary / "link.so").c_str(), 12345, 12345), 0);
  EXPECT_NE(refusal(temporary / "link.so").find("belongs to another user"), std::string::npos);
}

}  // namespace
}  // namespace jeton
