#include <algorithm>
#include <set>
#include <sstream>
#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// Packs with cpack what this build has made, into the user's home.
class Packages : public SandboxTest {
 protected:
  bool has(const std::string& program) const { return user.run({"which", program}).status == 0; }

  /// The file that one of the build's two configurations of cpack makes, of somebody who keeps files to themselves.
  fs::path pack(const std::string& configuration, const std::string& extension, const std::string& folder) const {
    auto packing = user.start({"sh", "-c", "umask 077 && exec \"$@\"", "sh", JETON_CPACK, "--config",
                               std::string(JETON_BUILD) + '/' + configuration, "-B", user.home() / folder});
    const auto packed = packing.finish(std::chrono::seconds(55));
    EXPECT_EQ(packed.status, 0) << packed.out << packed.err;
    for (const auto& entry : fs::directory_iterator(user.home() / folder)) {
      if (entry.path().extension() == extension) return entry.path();
    }
    ADD_FAILURE() << "no file " << extension << ": " << packed.out;
    return {};
  }
};

class DebianPackage : public Packages {
 protected:
  void SetUp() override {
    for (const auto* const program : {"dpkg", "dpkg-shlibdeps", "file"}) {
      if (!has(program)) GTEST_SKIP() << "no " << program;
    }
  }

  fs::path pack(const std::string& folder = "packed") const {
    return Packages::pack("CPackConfig.cmake", ".deb", folder);
  }

  /// dpkg on a tree of its own, which knows no other package.
  Outcome dpkg(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command{"fakeroot", "dpkg", "--root=" + root().string(), "--force-depends",
                                     "--log=" + (user.home() / "dpkg.log").string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return user.run(command);
  }

  fs::path root() const { return user.home() / "root"; }
};

TEST_F(DebianPackage, RunsFromWhereverItIsUnpacked) {
  ASSERT_EQ(user.run({"dpkg-deb", "-x", pack(), root()}).status, 0);
  user.put_on_path(root() / "usr/bin");
  EXPECT_EQ(user.run({"which", "jeton"}).out, (root() / "usr/bin/jeton").string() + '\n');
  EXPECT_TRUE(succeeded(user.run({"jeton", "plugins"})));
  EXPECT_TRUE(contains(user.run({"jeton", "plugins"}).out, (root() / "usr/lib/jeton/plugins/tradier.so").string()));
  EXPECT_TRUE(succeeded(user.run({"jeton", "token", "clearstreet"})));
  const auto answer =
      user.run({"git-credential-jeton", "get"}, "protocol=https\nhost=" + sandbox.authority("clearstreet") + "\n\n");
  EXPECT_FALSE(value_of(answer.out, "password").empty()) << answer.err;
}

TEST_F(DebianPackage, IsInstalledAndRemovedWithoutATrace) {
  if (!has("fakeroot")) GTEST_SKIP() << "no fakeroot";
  const auto database = root() / "var/lib/dpkg";
  for (const auto* const folder : {"info", "updates"}) fs::create_directories(database / folder);
  for (const auto* const file : {"status", "available"}) write_file(database / file, "");

  user.put_on_path("/usr/sbin:/sbin");  // dpkg's own programs
  const auto installed = dpkg({"--install", pack()});
  ASSERT_EQ(installed.status, 0) << installed.err;
  const auto program = (root() / "usr/bin/jeton").string();
  EXPECT_TRUE(succeeded(user.run({program, "--version"})));
  const auto removed = dpkg({"--purge", "jeton"});
  ASSERT_EQ(removed.status, 0) << removed.err;
  EXPECT_FALSE(fs::exists(root() / "usr"));
}

TEST_F(DebianPackage, BelongsToRootAndIsThereForEverybody) {
  std::istringstream list(user.run({"dpkg-deb", "--contents", pack()}).out);
  int entries = 0;
  for (std::string line; std::getline(list, line); ++entries) {
    EXPECT_TRUE(contains(line, " root/root ")) << line;
    const auto permissions = line.substr(0, 10);
    EXPECT_TRUE(permissions == "drwxr-xr-x" || permissions == "-rwxr-xr-x" || permissions == "-rw-r--r--" ||
                permissions == "lrwxrwxrwx")
        << line;
  }
  EXPECT_GT(entries, 20);
}

TEST_F(DebianPackage, HasItsPagesAndCompletionsWhereDebianLooks) {
  const auto list = user.run({"dpkg-deb", "--contents", pack()}).out;
  for (const auto* const file :
       {"man/man1/jeton.1.gz", "man/man1/git-credential-jeton.1.gz", "man/man1/docker-credential-jeton.1.gz",
        "man/man5/jeton.toml.5.gz", "bash-completion/completions/jeton", "zsh/vendor-completions/_jeton",
        "fish/vendor_completions.d/jeton.fish", "doc/jeton/copyright", "doc/jeton/changelog.gz"}) {
    EXPECT_TRUE(contains(list, std::string(" ./usr/share/") + file + '\n')) << file;
  }
}

TEST_F(DebianPackage, LintianFindsNoError) {
  if (!has("lintian")) GTEST_SKIP() << "no lintian";
  const auto checked = user.run({"lintian", "--fail-on", "error", pack()});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
}

TEST_F(DebianPackage, HasTheSameBytesEachTime) {
  user.set("SOURCE_DATE_EPOCH", "1700000000");
  user.set("TZ", "UTC");
  const auto package = pack("first");
  std::istringstream list(user.run({"dpkg-deb", "--contents", package}).out);
  for (std::string line; std::getline(list, line);) EXPECT_TRUE(contains(line, " 2023-11-14 22:13 ")) << line;
  EXPECT_TRUE(read_file(package) == read_file(pack("second")));
}

class SourceTarball : public Packages {
 protected:
  void SetUp() override {
    if (git({"rev-parse", "HEAD"}).status != 0) GTEST_SKIP() << "these sources are no checkout";
  }

  Outcome git(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"git", "-c", "safe.directory=*", "-C", JETON_SOURCE});
    return user.run(arguments);
  }

  /// Unpacks it, and returns the folder.
  fs::path unpack() const {
    const auto tarball = pack("CPackSourceConfig.cmake", ".gz", "packed");
    EXPECT_EQ(user.run({"tar", "-xzf", tarball}).status, 0);
    return user.home() / fs::path(tarball).stem().stem();
  }
};

TEST_F(SourceTarball, HasWhatTheCommitHas) {
  const auto folder = unpack();
  std::set<std::string> files;
  for (const auto& file : User::files_below(folder)) files.insert(file.lexically_relative(folder));
  std::set<std::string> committed;
  std::istringstream list(git({"ls-tree", "-r", "--name-only", "HEAD"}).out);
  for (std::string file; std::getline(list, file);) committed.insert(file);
  EXPECT_GT(files.size(), 300U);
  EXPECT_EQ(files, committed);
}

TEST_F(SourceTarball, BuildsWithoutGit) {
  const auto folder = unpack().string();
  write_file(user.home() / "bin/git", "#!/bin/sh\ntouch ~/git-was-called\nexit 127\n", 0700);
  user.put_on_path(user.home() / "bin");
  const auto configured = user.run({JETON_CMAKE, "-S", folder, "-B", "build", "-G", "Ninja"});
  ASSERT_EQ(configured.status, 0) << configured.err;
  const auto built = user.run({JETON_CMAKE, "--build", "build", "--target", "jeton_match"});
  EXPECT_EQ(built.status, 0) << built.out;
  EXPECT_FALSE(fs::exists(user.home() / "git-was-called"));
}

}  // namespace
}  // namespace jeton::e2e
