#include "base/edit_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "temporary_folder.hpp"

namespace jeton {
namespace {

namespace fs = std::filesystem;

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string with_more(std::string_view text) {
  return std::string(text) + "more\n";
}

std::string refusal(const std::string& path) {
  try {
    edit_file(path, with_more);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::storage);
    return error.what();
  }
  return {};
}

TEST(EditFile, ReplacesTheTextAndKeepsTheMode) {
  const TemporaryFolder folder;
  const auto path = folder.write("config", "text\n", 0640);
  EXPECT_TRUE(edit_file(path, with_more));
  EXPECT_EQ(text_of(path), "text\nmore\n");
  EXPECT_EQ(mode_of(path), 0640U);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"config"});
}

TEST(EditFile, ThatIsNotThereIsMadeWithItsFolder) {
  const TemporaryFolder folder;
  EXPECT_TRUE(edit_file(folder / "a/b/config", with_more));
  EXPECT_EQ(text_of(folder / "a/b/config"), "more\n");
  EXPECT_EQ(mode_of(folder / "a/b/config"), 0600U);
}

TEST(EditFile, WhatStaysTheSameIsNotTouched) {
  const TemporaryFolder folder;
  const auto path = folder.write("config", "text\n", 0400);
  const auto before = fs::last_write_time(path);
  folder.write("config.lock", "");
  EXPECT_FALSE(edit_file(path, [](std::string_view text) { return std::string(text); }));
  EXPECT_EQ(fs::last_write_time(path), before);
}

TEST(EditFile, SymbolicLinksStay) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "dotfiles");
  const auto path = folder.write("dotfiles/gitconfig", "text\n");
  fs::create_symlink("dotfiles/gitconfig", folder / "link");
  fs::create_symlink("link", folder / ".gitconfig");
  EXPECT_TRUE(edit_file(folder / ".gitconfig", with_more));
  EXPECT_TRUE(fs::is_symlink(folder / ".gitconfig"));
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(text_of(path), "text\nmore\n");
}

TEST(EditFile, LinkToAFileThatIsNotThereYetLeadsToIt) {
  const TemporaryFolder folder;
  fs::create_symlink("new/config", folder / "link");
  EXPECT_TRUE(edit_file(folder / "link", with_more));
  EXPECT_EQ(text_of(folder / "new/config"), "more\n");
}

TEST(EditFile, LinkToItselfIsRefused) {
  const TemporaryFolder folder;
  fs::create_symlink("link", folder / "link");
  EXPECT_NE(refusal(folder / "link"), "");
}

TEST(EditFile, IsLockedAsGitLocksIt) {
  const TemporaryFolder folder;
  const auto path = folder.write("config", "text\n");
  const auto lock = folder.write("config.lock", "");
  EXPECT_EQ(refusal(path), lock +
                               " is there: another program is changing the file, or was ended while it did; try "
                               "again, or run: rm " +
                               lock);
  EXPECT_EQ(text_of(path), "text\n");
  EXPECT_TRUE(fs::exists(lock)) << "it is another program's";
}

TEST(EditFile, RefusalOfTheChangeLeavesNothingBehind) {
  const TemporaryFolder folder;
  const auto path = folder.write("config", "text\n");
  int calls = 0;
  const auto change = [&](std::string_view text) {
    if (++calls == 2) throw Error(Status::configuration, "no");
    return with_more(text);
  };
  EXPECT_THROW(edit_file(path, change), Error);
  EXPECT_EQ(text_of(path), "text\n");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"config"});
}

TEST(EditFile, WhatIsNoFileIsRefused) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "config");
  EXPECT_EQ(refusal(folder / "config"), folder / "config" + " is a folder, not a file; name the file in it");
}

}  // namespace
}  // namespace jeton
