#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/expect.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// What the compiler and the linker have put between a mistake in the programs and whoever would make use of it, as
/// readelf sees it.
class Hardened : public testing::Test {
 protected:
  static bool is_plugin(const fs::path& file) { return file.extension() == ".so"; }

  /// Every program and plugin of the build. The other names of the front are links to it.
  static std::vector<fs::path> binaries() {
    std::vector<fs::path> files;
    for (const auto* const folder : {"bin", "libexec", "lib"}) {
      for (const auto& file : User::files_below(stage() / folder)) {
        if (!fs::is_symlink(file)) files.push_back(file);
      }
    }
    EXPECT_GE(files.size(), 8U);  // front, host, sandbox, five plugins
    return files;
  }

  std::string readelf(const std::string& what, const fs::path& file) const {
    const auto outcome = user.run({"readelf", "--wide", what, file.string()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
  }

  /// The line with this word in it.
  static std::string line_with(const std::string& word, const std::string& text) {
    const auto at = text.find(word);
    if (at == std::string::npos) return {};
    const auto before = text.rfind('\n', at);
    const auto start = before == std::string::npos ? 0 : before + 1;
    return text.substr(start, text.find('\n', at) - start);
  }

  User user;
};

TEST_F(Hardened, EveryBinaryIsPositionIndependent) {
  for (const auto& file : binaries()) {
    EXPECT_TRUE(contains(line_with("Type:", readelf("--file-header", file)), "DYN")) << file;
    if (is_plugin(file)) continue;
    EXPECT_TRUE(contains(line_with("(FLAGS_1)", readelf("--dynamic", file)), " PIE")) << file;
  }
}

TEST_F(Hardened, EveryAddressIsBoundBeforeTheStartAndReadOnlyAfterIt) {
  for (const auto& file : binaries()) {
    const auto dynamic = readelf("--dynamic", file);
    EXPECT_TRUE(contains(line_with("(FLAGS)", dynamic), "BIND_NOW")) << file;
    EXPECT_TRUE(contains(line_with("(FLAGS_1)", dynamic), "NOW")) << file;
    EXPECT_TRUE(contains(readelf("--program-headers", file), "GNU_RELRO")) << file;
  }
}

TEST_F(Hardened, NothingCanBeWrittenAndRun) {
  for (const auto& file : binaries()) {
    std::istringstream headers(readelf("--program-headers", file));
    int segments = 0;
    for (std::string line; std::getline(headers, line);) {
      if (!contains(line, "GNU_STACK") && !contains(line, " LOAD ")) continue;
      ++segments;
      EXPECT_FALSE(contains(line, "RWE")) << file << ": " << line;
    }
    EXPECT_GE(segments, 3) << file;
  }
}

TEST_F(Hardened, NoLibraryIsLookedForWhereABuildOrACallerSays) {
  for (const auto& file : binaries()) {
    const auto dynamic = readelf("--dynamic", file);
    for (const auto* const path : {"(RPATH)", "(RUNPATH)", "(TEXTREL)"}) {
      EXPECT_FALSE(contains(dynamic, path)) << file << ": " << path;
    }
  }
}

TEST_F(Hardened, FrontLoadsNothing) {
#ifndef JETON_STATIC_FRONT
  GTEST_SKIP() << "the front of this build is not static";
#endif
  EXPECT_FALSE(contains(readelf("--program-headers", stage() / "bin/jeton"), "INTERP"));
  EXPECT_FALSE(contains(readelf("--dynamic", stage() / "bin/jeton"), "(NEEDED)"));
}

TEST_F(Hardened, EveryBinaryChecksItsStackAndItsBuffers) {
#ifdef JETON_SANITIZED
  GTEST_SKIP() << "sanitizers do that here";
#endif
  for (const auto& file : binaries()) {
    const auto symbols = readelf(is_plugin(file) ? "--dyn-syms" : "--syms", file);
    EXPECT_TRUE(contains(symbols, "__stack_chk_fail")) << file;
    EXPECT_TRUE(contains(symbols, "printf_chk")) << file;  // FORTIFY's: every one of them formats a number somewhere
  }
}

/// The linker keeps the mark only where all that it links has it, and the start files and static libraries of some
/// distributions have not (Debian 12's crti.o, libc.a and libsodium.a, for three). What is jeton's own has it.
TEST_F(Hardened, EveryIndirectJumpLandsOnAMark) {
#if defined(JETON_SANITIZED) || !defined(__x86_64__)
  GTEST_SKIP() << "not compiled for that";
#endif
  int marked = 0;
  for (const auto& file : User::files_below(JETON_BUILD)) {
    if (file.extension() != ".o" || contains(file.string(), "/CMakeFiles/3.")) continue;
    const auto notes = readelf("--notes", file);
    EXPECT_TRUE(contains(notes, "IBT") && contains(notes, "SHSTK")) << file;
    ++marked;
  }
  EXPECT_GT(marked, 100);
}

/// The commands by which install.sh would build.
TEST_F(Hardened, WhatIsInstalledIsBuiltThatWay) {
  const auto build = (user.home() / "release").string();
  const auto configured = user.run({JETON_CMAKE, "-S", JETON_SOURCE, "--preset", "release", "-B", build});
  ASSERT_EQ(configured.status, 0) << configured.err;
  std::istringstream commands(user.run({"ninja", "-C", build, "-t", "commands"}).out);
  int compiled = 0;
  int linked = 0;
  for (std::string command; std::getline(commands, command);) {
    std::vector<std::string> wanted;
    if (contains(command, ".cpp.o -c ")) {
      ++compiled;
      wanted = {" -Os ", " -D_FORTIFY_SOURCE=3 ", " -fstack-protector-strong ", " -fstack-clash-protection "};
      if (!contains(command, " -fPIE ")) wanted.emplace_back(" -fPIC ");
#ifdef __x86_64__
      wanted.emplace_back(" -fcf-protection ");
#endif
    } else if (contains(command, " -o stage/")) {
      ++linked;
      wanted = {" -Wl,-z,relro ", " -Wl,-z,now ", " -Wl,-z,noexecstack "};
      if (!contains(command, " -shared ")) wanted.emplace_back("-pie ");
    }
    for (const auto& option : wanted) EXPECT_TRUE(contains(command, option)) << option << "\n" << command;
  }
  EXPECT_GT(compiled, 100);
  EXPECT_GE(linked, 8);
}

}  // namespace
}  // namespace jeton::e2e
