#include "setup/git_wiring.hpp"

#include <gtest/gtest.h>

#include "setup_profiles.hpp"

namespace jeton {
namespace {

using Helpers = std::vector<GitHelper>;
using Names = std::vector<std::string>;

Helpers wired(const std::vector<ProfileRoute>& profiles, const Names& chosen, const Helpers& present = {}) {
  return wire_git(profiles, chosen, "jeton", present).helpers;
}

TEST(GitWiring, EachUrlHasAHelper) {
  const std::vector profiles = {profile_with(
      "acme", {"https://git.acme.example", "https://git.acme.example:8443/team", "http://127.0.0.1:8080"})};
  EXPECT_EQ(wired(profiles, {"acme"}), (Helpers{{"http://127.0.0.1:8080", "jeton"},
                                                {"https://git.acme.example", "jeton"},
                                                {"https://git.acme.example:8443/team", "jeton"}}));
}

TEST(GitWiring, ProgramIsWhatGitCanRun) {
  const std::vector profiles = {profile_with("acme", {"https://git.acme.example"})};
  EXPECT_EQ(wire_git(profiles, Names{"acme"}, "/opt/bin/git-credential-jeton", {}).helpers,
            (Helpers{{"https://git.acme.example", "/opt/bin/git-credential-jeton"}}));
}

TEST(GitWiring, HelperIsToldItsProfileWhereAnotherOneSharesTheHost) {
  const std::vector profiles = {profile_with("all", {"https://git.acme.example"}),
                                profile_with("team", {"https://git.acme.example/team"}),
                                profile_with("other", {"https://git.acme.example:8443"})};
  EXPECT_EQ(wired(profiles, {"all", "team", "other"}),
            (Helpers{{"https://git.acme.example", "jeton --profile all"},
                     {"https://git.acme.example:8443", "jeton"},
                     {"https://git.acme.example/team", "jeton --profile team"}}));
  EXPECT_EQ(wired(profiles, {"team"}), (Helpers{{"https://git.acme.example/team", "jeton --profile team"}}));
}

TEST(GitWiring, HelperForAWildcardIsToldItsProfileWhereAHostUnderItIsAnothers) {
  const std::vector profiles = {profile_with("wide", {"https://*.acme.example"}),
                                profile_with("team", {"https://git.acme.example/team"})};
  EXPECT_EQ(wired(profiles, {"wide", "team"}),
            (Helpers{{"https://*.acme.example", "jeton --profile wide"}, {"https://git.acme.example/team", "jeton"}}));
}

TEST(GitWiring, MoreSpecificUrlsComeLast) {
  const std::vector profiles = {
      profile_with("acme", {"https://git.eu.acme.example/team/a", "https://git.eu.acme.example/team",
                            "https://*.eu.acme.example", "https://*.acme.example", "https://git.eu.acme.example"})};
  EXPECT_EQ(wired(profiles, {"acme"}), (Helpers{{"https://*.acme.example", "jeton"},
                                                {"https://*.eu.acme.example", "jeton"},
                                                {"https://git.eu.acme.example", "jeton"},
                                                {"https://git.eu.acme.example/team", "jeton"},
                                                {"https://git.eu.acme.example/team/a", "jeton"}}));
}

TEST(GitWiring, UserNameChoosesWhereTheUrlIsSeveralProfiles) {
  const std::vector profiles = {profile_with("one", {"https://git.acme.example"}),
                                profile_with("two", {"https://git.acme.example"})};
  const auto wiring = wire_git(profiles, Names{"one", "two"}, "jeton", {});
  EXPECT_EQ(wiring.helpers, (Helpers{{"https://git.acme.example", "jeton"}}));
  EXPECT_EQ(wiring.notes, (Names{"https://git.acme.example is in the urls of one, two; say which one in the address "
                                 "that git is given: https://one@git.acme.example"}));
}

TEST(GitWiring, OneThatWasChosenBeforeStays) {
  const std::vector profiles = {profile_with("one", {"https://git.acme.example"}),
                                profile_with("two", {"https://git.acme.example"})};
  const auto chosen = wired(profiles, {"two"});
  EXPECT_EQ(chosen, (Helpers{{"https://git.acme.example", "jeton --profile two"}}));
  const auto wiring = wire_git(profiles, Names{"one", "two"}, "jeton", chosen);
  EXPECT_EQ(wiring.helpers, chosen);
  EXPECT_EQ(wiring.notes, Names{});
}

TEST(GitWiring, OwnHelpersForOtherUrlsStay) {
  const std::vector profiles = {profile_with("acme", {"https://git.acme.example"})};
  const Helpers present = {
      {"", "cache"}, {"https://other.example", "jeton --profile gone"}, {"https://x.example", "store"}};
  EXPECT_EQ(wired(profiles, {"acme"}, present),
            (Helpers{{"https://git.acme.example", "jeton"}, {"https://other.example", "jeton --profile gone"}}));
}

TEST(GitWiring, OtherSpellingsOfAUrlAreTheSameOne) {
  const std::vector profiles = {profile_with("acme", {"https://git.acme.example"})};
  EXPECT_EQ(wired(profiles, {"acme"}, {{"https://GIT.acme.example:443/", "jeton"}}),
            (Helpers{{"https://git.acme.example", "jeton"}}));
}

TEST(GitWiring, WildcardIsExplained) {
  const std::vector profiles = {profile_with("acme", {"https://*.acme.example"})};
  EXPECT_EQ(
      wire_git(profiles, Names{"acme"}, "jeton", {}).notes,
      (Names{"https://*.acme.example stands for one label in git, and for one or more in jeton; for hosts with two "
             "in front, run: git config --global 'credential.https://*.*.acme.example.helper' jeton"}));
}

TEST(GitWiring, UndoneAreAllOrThoseOfTheProfile) {
  const std::vector profiles = {profile_with("one", {"https://one.example", "https://both.example"}),
                                profile_with("two", {"https://two.example", "https://both.example"})};
  const Helpers present = {{"", "cache"},
                           {"https://one.example", "jeton"},
                           {"https://two.example", "jeton --profile two"},
                           {"https://both.example", "jeton"},
                           {"https://old.example", "jeton --profile gone"}};
  EXPECT_EQ(unwire_git(profiles, {}, present), Helpers{});
  EXPECT_EQ(unwire_git(profiles, Names{"one"}, present), (Helpers{{"https://two.example", "jeton --profile two"},
                                                                  {"https://both.example", "jeton"},
                                                                  {"https://old.example", "jeton --profile gone"}}));
  EXPECT_EQ(unwire_git(profiles, Names{"one", "two", "gone"}, present), Helpers{});
}

}  // namespace
}  // namespace jeton
