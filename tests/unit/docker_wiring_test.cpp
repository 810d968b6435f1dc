#include "setup/docker_wiring.hpp"

#include <gtest/gtest.h>

#include "setup_profiles.hpp"

namespace jeton {
namespace {

using Helpers = std::vector<RegistryHelper>;
using Names = std::vector<std::string>;

Helpers wired(const std::vector<ProfileRoute>& profiles, const Names& chosen, const Helpers& present = {}) {
  return wire_docker(profiles, chosen, {.helpers = present, .store = {}, .logins = {}}).helpers;
}

TEST(DockerWiring, RegistryIsHostAndPort) {
  const std::vector profiles = {profile_with("acme", {"https://registry.acme.example", "https://acme.example:5000/team",
                                                      "http://127.0.0.1:5000", "http://localhost"})};
  EXPECT_EQ(wired(profiles, {"acme"}), (Helpers{{"registry.acme.example", "jeton"},
                                                {"acme.example:5000", "jeton"},
                                                {"127.0.0.1:5000", "jeton"},
                                                {"localhost", "jeton"}}));
}

TEST(DockerWiring, DockerHubHasTheKeysOfAllClients) {
  for (const auto* const url :
       {"https://docker.io", "https://index.docker.io/v1", "https://registry-1.docker.io", "https://*.docker.io"}) {
    const std::vector profiles = {profile_with("hub", {url})};
    EXPECT_EQ(wired(profiles, {"hub"}), (Helpers{{"https://index.docker.io/v1/", "jeton"}, {"docker.io", "jeton"}}))
        << url;
  }
}

TEST(DockerWiring, HelperIsOneProfilesWhereAnotherOneSharesTheHost) {
  const std::vector profiles = {profile_with("one", {"https://registry.example/team"}),
                                profile_with("two", {"https://registry.example"})};
  EXPECT_EQ(wired(profiles, {"one"}), (Helpers{{"registry.example", "jeton-one"}}));
}

TEST(DockerWiring, UserChoosesBetweenProfilesThatShareAHost) {
  const std::vector profiles = {profile_with("one", {"https://registry.example"}),
                                profile_with("two", {"https://registry.example"})};
  const auto wiring = wire_docker(profiles, Names{"one", "two"}, {});
  EXPECT_EQ(wiring.helpers, Helpers{});
  EXPECT_EQ(wiring.undecided, (Names{"registry.example is in the urls of one, two, and has one login; choose: jeton "
                                     "setup docker one"}));
  const Helpers chosen = {{"registry.example", "jeton-two"}};
  EXPECT_EQ(wired(profiles, {"one", "two"}, chosen), chosen);
}

TEST(DockerWiring, HelperStaysWhileTheUserHasNotChosen) {
  const std::vector profiles = {profile_with("one", {"https://registry.example"}),
                                profile_with("two", {"https://registry.example"})};
  const Helpers before = {{"registry.example", "jeton"}};
  EXPECT_EQ(wired(profiles, {"one", "two"}, before), before);
}

TEST(DockerWiring, RegistryOfAnotherProgramIsLeftToIt) {
  const std::vector profiles = {profile_with("acme", {"https://registry.example", "https://other.example"})};
  const DockerConfiguration present{.helpers = {{"registry.example", "ecr-login"}}, .store = {}, .logins = {}};
  const auto wiring = wire_docker(profiles, Names{"acme"}, present);
  EXPECT_EQ(wiring.helpers, (Helpers{{"other.example", "jeton"}}));
  EXPECT_EQ(wiring.taken,
            (Names{"registry.example belongs to docker-credential-ecr-login; take it out of credHelpers if "
                   "jeton shall answer instead"}));
}

TEST(DockerWiring, WildcardIsExplainedUnlessJetonAnswersForAll) {
  const std::vector profiles = {profile_with("acme", {"https://*.acme.example"})};
  DockerConfiguration present;
  EXPECT_EQ(wire_docker(profiles, Names{"acme"}, present).helpers, Helpers{});
  EXPECT_EQ(wire_docker(profiles, Names{"acme"}, present).notes.size(), 1U);
  present.store = "jeton";
  EXPECT_EQ(wire_docker(profiles, Names{"acme"}, present).notes, Names{});
}

TEST(DockerWiring, OwnHelpersForOtherRegistriesStay) {
  const std::vector profiles = {profile_with("acme", {"https://registry.example"})};
  EXPECT_EQ(wired(profiles, {"acme"}, {{"old.example", "jeton-gone"}, {"x.example", "pass"}}),
            (Helpers{{"registry.example", "jeton"}, {"old.example", "jeton-gone"}}));
}

TEST(DockerWiring, UndoneAreAllOrThoseOfTheProfile) {
  const std::vector profiles = {profile_with("one", {"https://one.example", "https://both.example"}),
                                profile_with("two", {"https://both.example"})};
  const DockerConfiguration present{.helpers = {{"one.example", "jeton"},
                                                {"both.example", "jeton"},
                                                {"old.example", "jeton-gone"},
                                                {"x.example", "pass"}},
                                    .store = {},
                                    .logins = {}};
  EXPECT_EQ(unwire_docker(profiles, {}, present), Helpers{});
  EXPECT_EQ(unwire_docker(profiles, Names{"one"}, present),
            (Helpers{{"both.example", "jeton"}, {"old.example", "jeton-gone"}}));
  EXPECT_EQ(unwire_docker(profiles, Names{"gone"}, present),
            (Helpers{{"one.example", "jeton"}, {"both.example", "jeton"}}));
}

}  // namespace
}  // namespace jeton
