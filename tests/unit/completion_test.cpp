#include "commands/completion.hpp"

#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace jeton {
namespace {

using Words = std::vector<std::string>;
using Further = Completion::Further;

class CompletionTest : public testing::Test {
 protected:
  CompletionTest() {
    configuration = temporary.write("config.toml", R"([profile.acme]
provider = "tradier"
client_id = "abc"
[profile.acme-staging]
provider = "no-such-plugin"
[profile.other]
)");
  }

  Completion completion(const Words& typed) {
    return complete(typed, plugins, [&](const char* name) -> std::optional<std::string> {
      if (std::string_view(name) == "HOME") return temporary / "home";
      if (std::string_view(name) == "JETON_CONFIG") return configuration;
      return std::nullopt;
    });
  }

  Words words(const Words& typed) {
    Words out;
    for (const auto& candidate : completion(typed).candidates) out.push_back(candidate.word);
    return out;
  }

  TemporaryFolder temporary;
  std::string configuration;
  Plugins plugins{JETON_PLUGIN_FOLDER};
};

TEST_F(CompletionTest, FirstWordIsACommand) {
  EXPECT_EQ(completion({"tok"}).text(), "token\tprint a profile's access token\n");
  EXPECT_EQ(words({"re"}), Words{"reject"});
}

TEST_F(CompletionTest, GroupIsFollowedByItsCommands) {
  EXPECT_EQ(completion({"secr"}).text(), "secret\tput a secret into the secret store, or take one out\n");
  EXPECT_EQ(words({"secret", ""}), (Words{"set", "unset"}));
  EXPECT_EQ(words({"secret", "u"}), Words{"unset"});
  EXPECT_EQ(words({"setup", ""}), (Words{"git", "docker"}));
  EXPECT_EQ(words({"setup", "git", "other", "--u"}), Words{"--undo"});
}

TEST_F(CompletionTest, ProfilesAreThoseOfTheConfiguration) {
  EXPECT_EQ(words({"token", ""}), (Words{"acme", "acme-staging", "other"}));
  EXPECT_EQ(words({"token", "acme-"}), Words{"acme-staging"});
  EXPECT_EQ(words({"git", "--profile", "o"}), Words{"other"});
}

TEST_F(CompletionTest, ProfilesAreThoseOfTheConfigurationThatIsNamed) {
  const auto other = temporary.write("other.toml", "[profile.elsewhere]\n");
  EXPECT_EQ(words({"--config", other, "token", ""}), Words{"elsewhere"});
  EXPECT_EQ(words({"token", "--config=" + other, ""}), Words{"elsewhere"});
}

TEST_F(CompletionTest, ConfigurationThatCannotBeReadOffersNothing) {
  configuration = temporary.write("broken.toml", "[profile.");
  EXPECT_EQ(completion({"token", ""}).text(), "");
  configuration = temporary / "nowhere.toml";
  EXPECT_EQ(completion({"token", ""}).text(), "");
}

TEST_F(CompletionTest, ArgumentIsOfferedOnceAndNoMoreThanTheCommandTakes) {
  EXPECT_EQ(words({"status", "acme", ""}), (Words{"acme-staging", "other"}));
  EXPECT_EQ(words({"token", "acme", ""}), Words{});
}

TEST_F(CompletionTest, OptionsAreThoseOfTheCommandThatAreNotThereYet) {
  EXPECT_EQ(words({"status", "--"}), (Words{"--json", "--config", "--help", "--version"}));
  EXPECT_EQ(words({"token", "acme", "--json", "--min-validity=5m", "--"}),
            (Words{"--renew", "--config", "--help", "--version"}));
  EXPECT_EQ(words({"--v"}), Words{"--version"});
}

TEST_F(CompletionTest, ValueOfAnOptionIsCompletedInBothForms) {
  EXPECT_EQ(words({"git", "--profile=acme-"}), Words{"--profile=acme-staging"});
  EXPECT_EQ(completion({"token", "--config", ""}).further, Further::files);
  EXPECT_EQ(completion({"token", "--config="}).further, Further::files);
  EXPECT_EQ(completion({"sandbox", "--dir", ""}).further, Further::folders);
  EXPECT_EQ(words({"login", "acme", "--code", ""}), Words{"-"});
  EXPECT_EQ(completion({"token", "--min-validity", ""}).text(), "");
}

TEST_F(CompletionTest, SecretsAreThoseOfTheProfile) {
  EXPECT_EQ(words({"secret", "set", "acme", ""}), (Words{"client_secret", "token"}));
  EXPECT_EQ(words({"secret", "set", "acme-staging", ""}), Words{});
}

TEST_F(CompletionTest, PluginIsNotLoadedByItsPath) {
  configuration = temporary.write(
      "config.toml", "[profile.acme]\nprovider = \"" JETON_PLUGIN_FOLDER "/tradier.so\"\nclient_id = \"abc\"\n");
  EXPECT_EQ(words({"token", ""}), Words{"acme"});
  EXPECT_EQ(words({"secret", "set", "acme", ""}), Words{});
}

TEST_F(CompletionTest, CommandStandsBehindDashesAndHasOptionsOfItsOwn) {
  EXPECT_EQ(words({"exec", "acme", ""}), Words{"--"});
  EXPECT_EQ(completion({"exec", "acme", "--", "gl"}).text(), "@commands\n");
  EXPECT_EQ(completion({"exec", "acme", "--", "glab", "--"}).text(), "@files\n");
}

TEST_F(CompletionTest, WhatIsWrongOffersNothing) {
  EXPECT_EQ(completion({}).text(), "");
  EXPECT_EQ(completion({"no-such-command", ""}).text(), "");
  EXPECT_EQ(completion({"plugins", ""}).text(), "");
  EXPECT_EQ(completion({"token", "--no-such-option="}).text(), "");
}

TEST(CompletionText, HoldsWordsAlone) {
  const Completion completion{.candidates = {{.word = "two words"}, {.word = "word"}}};
  EXPECT_EQ(completion.text(), "word\n");
}

TEST(CompletionText, HoldsNothingThatSteersATerminal) {
  const Completion completion{.candidates = {{.word = "a\x1b[2J"}, {.word = "b", .meaning = "\x1b[31m\tred\n"}}};
  EXPECT_EQ(completion.text(), "b\t\\x1b[31m\\x09red\\x0a\n");
}

}  // namespace
}  // namespace jeton
