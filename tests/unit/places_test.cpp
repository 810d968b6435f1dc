#include "base/places.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "base/error.hpp"

namespace jeton {
namespace {

Places places(const std::map<std::string, std::string>& variables,
              const std::optional<std::string>& configuration = {}) {
  return find_places(
      [&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
      },
      configuration);
}

TEST(Places, AreBelowTheHomeFolder) {
  const auto found = places({{"HOME", "/home/ada"}});
  EXPECT_EQ(found.home, "/home/ada");
  EXPECT_EQ(found.configuration, "/home/ada/.config/jeton/config.toml");
  EXPECT_EQ(found.cache, "/home/ada/.cache/jeton");
  EXPECT_EQ(found.state, "/home/ada/.local/state/jeton");
}

TEST(Places, FollowTheXdgVariables) {
  const auto found =
      places({{"HOME", "/home/ada"}, {"XDG_CONFIG_HOME", "/c"}, {"XDG_CACHE_HOME", "/k"}, {"XDG_STATE_HOME", "/s"}});
  EXPECT_EQ(found.configuration, "/c/jeton/config.toml");
  EXPECT_EQ(found.cache, "/k/jeton");
  EXPECT_EQ(found.state, "/s/jeton");
}

TEST(Places, TakeAnEmptyOrRelativeXdgVariableForUnset) {
  for (const auto* const value : {"", "relative", "./x", "~/x"}) {
    const auto found = places(
        {{"HOME", "/home/ada"}, {"XDG_CONFIG_HOME", value}, {"XDG_CACHE_HOME", value}, {"XDG_STATE_HOME", value}});
    EXPECT_EQ(found.configuration, "/home/ada/.config/jeton/config.toml") << value;
    EXPECT_EQ(found.cache, "/home/ada/.cache/jeton") << value;
    EXPECT_EQ(found.state, "/home/ada/.local/state/jeton") << value;
  }
}

TEST(Places, TakeTheConfigurationFromTheOptionThenTheVariable) {
  const std::map<std::string, std::string> variables = {{"HOME", "/home/ada"}, {"JETON_CONFIG", "/v.toml"}};
  EXPECT_EQ(places(variables).configuration, "/v.toml");
  EXPECT_EQ(places(variables, "/o.toml").configuration, "/o.toml");
  EXPECT_EQ(places({{"HOME", "/home/ada"}, {"JETON_CONFIG", ""}}).configuration, "/home/ada/.config/jeton/config.toml");
}

TEST(Places, CountARelativeConfigurationFromTheCurrentFolder) {
  const auto here = std::filesystem::current_path().string();
  EXPECT_EQ(places({{"HOME", "/home/ada"}}, "a.toml").configuration, here + "/a.toml");
}

TEST(Places, NeedAHomeOnlyWhereNothingElseNamesThem) {
  EXPECT_THROW(places({}), Error);
  EXPECT_THROW(places({{"HOME", "relative"}}), Error);
  EXPECT_NO_THROW(places({{"XDG_CONFIG_HOME", "/c"}, {"XDG_CACHE_HOME", "/k"}, {"XDG_STATE_HOME", "/s"}}));
}

TEST(ExpandPath, KnowsTheHomeFolderAndTheConfigurationsOwn) {
  EXPECT_EQ(expand_path("~/a", "/home/ada", "/etc"), "/home/ada/a");
  EXPECT_EQ(expand_path("a/b", "/home/ada", "/etc"), "/etc/a/b");
  EXPECT_EQ(expand_path("/a", "/home/ada", "/etc"), "/a");
  EXPECT_EQ(expand_path("~bob/a", "/home/ada", "/etc"), "/etc/~bob/a");
}

}  // namespace
}  // namespace jeton
