#include "setup/tool_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "temporary_folder.hpp"
#include "test_configuration.hpp"

namespace jeton {
namespace {

namespace fs = std::filesystem;

TEST(ToolFiles, GitsIsTheOneThatGitWrites) {
  const TemporaryFolder home;
  const auto none = variables({});
  EXPECT_EQ(git_configuration_file(home.path(), none), home / ".gitconfig");
  fs::create_directories(home / ".config/git");
  const auto in_config_home = home.write(".config/git/config", "");
  EXPECT_EQ(git_configuration_file(home.path(), none), in_config_home);
  const auto in_home = home.write(".gitconfig", "");
  EXPECT_EQ(git_configuration_file(home.path(), none), in_home);
  EXPECT_EQ(git_configuration_file(home.path(), variables({{"GIT_CONFIG_GLOBAL", "/x/config"}})), "/x/config");
}

TEST(ToolFiles, GitsFollowsTheConfigHome) {
  const TemporaryFolder home;
  fs::create_directories(home / "xdg/git");
  const auto file = home.write("xdg/git/config", "");
  EXPECT_EQ(git_configuration_file(home.path(), variables({{"XDG_CONFIG_HOME", home / "xdg"}})), file);
}

TEST(ToolFiles, DockersAndTheContainerToolsFollowTheirVariables) {
  const auto none = variables({});
  EXPECT_EQ(docker_configuration_file("/home/a", none), "/home/a/.docker/config.json");
  EXPECT_EQ(docker_configuration_file("/home/a", variables({{"DOCKER_CONFIG", "/d"}})), "/d/config.json");
  EXPECT_EQ(containers_auth_file("/home/a", none), "/home/a/.config/containers/auth.json");
  EXPECT_EQ(containers_auth_file("/home/a", variables({{"XDG_CONFIG_HOME", "/c"}})), "/c/containers/auth.json");
  EXPECT_EQ(containers_auth_file("/home/a", variables({{"REGISTRY_AUTH_FILE", "/r.json"}})), "/r.json");
}

TEST(ToolFiles, PassingOneIsLookedIntoUnlessAnotherIsNamed) {
  EXPECT_EQ(passing_containers_auth_file(variables({})), std::nullopt);
  EXPECT_EQ(passing_containers_auth_file(variables({{"XDG_RUNTIME_DIR", "/run/user/1"}})),
            "/run/user/1/containers/auth.json");
  EXPECT_EQ(passing_containers_auth_file(variables({{"XDG_RUNTIME_DIR", "/run"}, {"REGISTRY_AUTH_FILE", "/r.json"}})),
            std::nullopt);
}

TEST(ToolFiles, CurlsAreThoseOfEveryVersion) {
  using Files = std::vector<std::string>;
  EXPECT_EQ(curl_configuration_files("/h", variables({})), (Files{"/h/.curlrc", "/h/.config/curlrc"}));
  EXPECT_EQ(curl_configuration_files("/h", variables({{"CURL_HOME", "/c"}, {"XDG_CONFIG_HOME", "/x"}})),
            (Files{"/c/.curlrc", "/x/curlrc", "/x/.curlrc", "/h/.curlrc", "/h/.config/curlrc"}));
}

TEST(ToolFiles, ProgramIsOnPathWhereItCanBeRun) {
  const TemporaryFolder folder;
  folder.write("program", "", 0755);
  folder.write("text", "", 0644);
  fs::create_directory(folder / "directory");
  const auto path = variables({{"PATH", "/nowhere::" + folder.path()}});
  EXPECT_TRUE(is_on_path("program", path));
  EXPECT_FALSE(is_on_path("text", path));
  EXPECT_FALSE(is_on_path("directory", path));
  EXPECT_FALSE(is_on_path("other", path));
  EXPECT_FALSE(is_on_path("program", variables({})));
}

}  // namespace
}  // namespace jeton
