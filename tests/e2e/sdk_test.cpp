#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>

#include "harness/expect.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

/// Somebody who has installed jeton below their home, and a compiler and CMake besides.
class Sdk : public testing::Test {
 protected:
  Sdk() {
    user.set("CMAKE_GENERATOR", "Ninja");
    user.set("CXX", JETON_COMPILER);
    user.set("CXXFLAGS", JETON_COMPILER_FLAGS);
    user.put_on_path(prefix() / "bin");
    const auto installed = user.run({JETON_CMAKE, "--install", JETON_BUILD, "--prefix", prefix()});
    EXPECT_EQ(installed.status, 0) << installed.err;
  }

  fs::path prefix() const { return user.home() / "prefix"; }
  fs::path plugins() const { return prefix() / "lib/jeton/plugins"; }

  /// As typed, from the home folder on; the first that fails ends it.
  Outcome type(const std::string& commands) const { return user.shell("set -e; umask 022\n" + commands); }

  User user;
};

testing::AssertionResult worked(const Outcome& outcome) {
  if (outcome.status == 0) return testing::AssertionSuccess();
  return testing::AssertionFailure() << outcome.out << outcome.err;
}

/// The commands that a text shows, which are indented.
std::string commands_in(const std::string& text) {
  std::string commands;
  std::istringstream lines(text.substr(text.find("\nBuild, test and install it:\n")));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  ")) commands += line + '\n';
  }
  return commands;
}

TEST_F(Sdk, ANewPluginBuildsTestsAndInstallsByTheCommandsThatAreShown) {
  const auto made = type("jeton plugin new my-git");
  ASSERT_TRUE(worked(made));
  ASSERT_TRUE(contains(commands_in(made.out), "cmake --install build")) << made.out;
  const auto built = type(commands_in(made.out));
  ASSERT_TRUE(worked(built));
  EXPECT_TRUE(contains(built.out, "100% tests passed, 0 tests failed out of 1")) << built.out;
  EXPECT_TRUE(fs::exists(plugins() / "my-git.so"));
  EXPECT_TRUE(contains(user.run({"jeton", "plugins"}).out, "my-git 1.0: MyGit\n"));
  const auto source = read_file(user.home() / "my-git/my-git.cpp");
  EXPECT_LT(std::ranges::count(source, '\n'), 60);
  for (const auto& file : User::files_below(user.home() / "my-git")) {
    if (contains(file.string(), "/build/")) continue;
    EXPECT_FALSE(contains(read_file(file), "acme") || contains(read_file(file), "Acme")) << file;
  }
}

TEST_F(Sdk, ANewPluginThatDiffersFromItsExchangesFailsItsTest) {
  ASSERT_TRUE(
      worked(type("jeton plugin new acme; cd acme; sed -i s/ttl/lifetime/ acme.cpp\n"
                  "cmake -B build; cmake --build build")));
  const auto tested = type("ctest --test-dir acme/build --output-on-failure");
  EXPECT_NE(tested.status, 0);
  EXPECT_TRUE(contains(tested.out, "golden/token.txt: expires_in should be")) << tested.out;
}

TEST_F(Sdk, ANewPluginTakesNoNameThatIsNoneOrIsTaken) {
  for (const auto* const name : {"A", "a_b", "../a", "", "1a", "a-", "test", "a.b"}) {
    EXPECT_TRUE(failed(user.run({"jeton", "plugin", "new", name}), 2, "cannot be a plugin's name")) << name;
  }
  EXPECT_TRUE(failed(user.run({"jeton", "plugin", "new", "tradier"}), 2, "there is a plugin tradier already"));
  write_file(user.home() / "mine/notes", "");
  EXPECT_TRUE(failed(user.run({"jeton", "plugin", "new", "mine"}), 2, "mine is there already"));
  EXPECT_EQ(User::files_below(user.home() / "mine").size(), 1U);
}

class ExamplePlugin : public Sdk, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Named, ExamplePlugin, testing::Values("azure-devops", "github", "gitlab"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(ExamplePlugin, BuildsOutsideTheTreeAndDoesAsItsProviderDocuments) {
  const std::string name = GetParam();
  fs::copy(fs::path(JETON_SOURCE) / "examples/plugins" / name, user.home() / name, fs::copy_options::recursive);
  ASSERT_TRUE(worked(type("cd " + name +
                          "; cmake -B build; cmake --build build; ctest --test-dir build\n"
                          "cmake --install build")));
  const auto checked =
      type("jeton plugin check " + (plugins() / (name + ".so")).string() + ' ' + name + "/golden/*.txt");
  EXPECT_TRUE(worked(checked));
  EXPECT_TRUE(contains(checked.out, "ok  replayed: ")) << checked.out;
  EXPECT_TRUE(contains(user.run({"jeton", "plugins"}).out, name + " 1.0: "));
}

TEST_F(Sdk, APluginMadeWithOtherHeadersIsRefusedBeforeItsCodeRuns) {
  const auto header = prefix() / "include/jeton/provider.hpp";
  auto text = read_file(header);
  const std::string service = "struct Service {\n";
  ASSERT_TRUE(contains(text, service));
  text.replace(text.find(service), service.size(), service + "  std::string of_another_version;\n");
  write_file(header, text, 0644);
  const auto built = type(
      "jeton plugin new acme; cd acme\n"
      "echo 'namespace { const int loud = (::write(2, \"it ran\", 6), 0); }' >>acme.cpp\n"
      "sed -i '1i#include <unistd.h>' acme.cpp; cmake -B build; cmake --build build; cmake --install build");
  ASSERT_TRUE(worked(built));
  user.configure(
      "[profile.a]\nprovider = \"acme\"\ntenant = \"b\"\nclient_id = \"c\"\nclient_secret = { env = \"D\" }\n");
  const auto refusal = (plugins() / "acme.so").string() + " is built with other SDK headers than this jeton (";
  const auto used = user.run({"jeton", "token", "a"});
  EXPECT_TRUE(failed(used, 9, refusal));
  EXPECT_TRUE(contains(used.err, "; build it again with this one's SDK")) << used.err;
  const auto listed = user.run({"jeton", "plugins"});
  EXPECT_TRUE(contains(listed.out, refusal)) << listed.out;
  EXPECT_TRUE(contains(listed.out, "clearstreet 1.0: "));
  EXPECT_FALSE(contains(used.err + listed.out + listed.err, "it ran"));
}

TEST_F(Sdk, ItsVersionIsThePluginInterfaces) {
  const auto find = [&](const std::string& version) {
    write_file(user.home() / version / "CMakeLists.txt",
               "cmake_minimum_required(VERSION 3.25)\nproject(x LANGUAGES NONE)\nfind_package(jeton " + version +
                   " CONFIG REQUIRED)\nmessage(STATUS \"in ${jeton_PLUGIN_FOLDER}\")\n");
    return type("cmake -S " + version + " -B " + version + "/build");
  };
  const auto found = find("1");
  EXPECT_TRUE(worked(found));
  EXPECT_TRUE(contains(found.out, "in " + plugins().string() + '\n')) << found.out;
  EXPECT_TRUE(contains(user.run({"jeton", "plugins"}).out, "ABI: jeton.plugin.1."));
  for (const auto* const other : {"0", "2"}) {
    const auto refused = find(other);
    EXPECT_NE(refused.status, 0) << other;
    EXPECT_TRUE(contains(refused.err, "version: 1")) << refused.err;
  }
}

TEST_F(Sdk, ItsHeadersNeedTheStandardLibraryAlone) {
  const auto headers = User::files_below(prefix() / "include");
  EXPECT_EQ(headers.size(), 5U);
  for (const auto& header : headers) {
    std::istringstream lines(read_file(header));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("#include")) continue;
      const bool standard = contains(line, "<") && !contains(line, ".") && !contains(line, "/");
      EXPECT_TRUE(standard || line.starts_with("#include \"jeton/")) << header << ": " << line;
    }
  }
}

TEST_F(Sdk, WorksFromWhereverItIsMoved) {
  const auto moved = user.home() / "moved";
  fs::rename(prefix(), moved);
  user.put_on_path(moved / "bin");
  ASSERT_TRUE(
      worked(type("jeton plugin new acme; cd acme; cmake -B build; cmake --build build; ctest --test-dir build\n"
                  "cmake --install build")));
  EXPECT_TRUE(fs::exists(moved / "lib/jeton/plugins/acme.so"));
}

}  // namespace
}  // namespace jeton::e2e
