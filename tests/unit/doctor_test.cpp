#include <gtest/gtest.h>

#include "doctor/clock.hpp"
#include "doctor/curl_area.hpp"
#include "doctor/docker_area.hpp"
#include "doctor/git_area.hpp"
#include "setup_profiles.hpp"

namespace jeton {
namespace {

using Strings = std::vector<std::string>;

/// A PATH that has nothing.
std::optional<std::string> empty_environment(const char* /*name*/) {
  return std::nullopt;
}

Strings findings_of(const Area& area) {
  Strings out;
  for (const auto& finding : area.findings) {
    out.push_back(finding.what + (finding.repair.empty() ? "" : " | " + finding.repair));
  }
  return out;
}

UrlPattern pattern(const std::string& url) {
  std::string trouble;
  return *UrlPattern::parse(url, trouble);
}

TEST(Finding, HasItsRepairApart) {
  const auto finding = Finding::of_message(Finding::Severity::error, "it is broken; run: a command; or two");
  EXPECT_EQ(finding.what, "it is broken");
  EXPECT_EQ(finding.repair, "a command; or two");
  EXPECT_EQ(Finding::of_message(Finding::Severity::note, "so it is; mend it").repair, "");
  EXPECT_EQ(Finding::of_message(Finding::Severity::error, "it is missing; get it, or run: a command").repair,
            "a command");
  EXPECT_EQ(Finding::of_message(Finding::Severity::error, "it is refused; look at it, then run: a command").what,
            "it is refused; look at it");
}

TEST(DoctorOfGit, ReadsWhatGitLists) {
  const std::string output(
      "user.name\nme\0credential.helper\nstore\0credential.https://a.example.helper\n\0"
      "credential.https://a.example.helper\njeton --profile a\0credential.helper\0credential.nohelper\nx\0"
      "credential.https://a.example.username\nme\0",
      209);
  EXPECT_EQ(
      listed_git_helpers(output),
      (std::vector<GitHelper>{{"", "store"}, {"https://a.example", ""}, {"https://a.example", "jeton --profile a"}}));
}

TEST(DoctorOfGit, FollowsTheOrderOfHelpersAndItsResets) {
  const std::vector<GitHelper> helpers = {{"", "store"},
                                          {"https://a.example", ""},
                                          {"https://a.example", "jeton"},
                                          {"https://*.example", "jeton --profile b"},
                                          {"https://a.example/team", "cache"}};
  EXPECT_EQ(asked_helpers(helpers, pattern("https://a.example")), (Strings{"jeton"}));
  EXPECT_EQ(asked_helpers(helpers, pattern("https://a.example/team/x")), (Strings{"jeton", "cache"}));
  EXPECT_EQ(asked_helpers(helpers, pattern("https://a.example:8443")), (Strings{"store"}));
  EXPECT_EQ(asked_helpers(helpers, pattern("https://elsewhere.example.org")), (Strings{"store"}));
  const std::vector<GitHelper> star = {{"https://*.b.example", "jeton"}};
  EXPECT_EQ(asked_helpers(star, pattern("https://x.b.example")), (Strings{"jeton"}));
  EXPECT_EQ(asked_helpers(star, pattern("https://y.x.b.example")), (Strings{}));
}

TEST(DoctorOfGit, FindsWhoIsAskedBeforeAndWhoIsToldAfterwards) {
  const auto profiles = std::vector{profile_with("a", {"https://a.example"})};
  const GitState git{.version = "2.55.0", .helpers = {{"", "manager"}, {"https://a.example", "jeton"}, {"", "store"}}};
  const auto area = examine_git(git, profiles, process_environment);
  EXPECT_EQ(area.summary, "2.55.0, asks jeton for a");
  EXPECT_EQ(findings_of(area).at(0),
            "a: git asks manager before jeton, and takes what that answers | jeton setup git a");
  EXPECT_EQ(
      findings_of(area).at(1),
      "a: git gives its tokens to store as well, which may keep them and answer with dead ones | jeton setup git a");
}

TEST(DoctorOfGit, FindsNothingWhereTheOthersAreForgotten) {
  const auto profiles = std::vector{profile_with("a", {"https://a.example"})};
  const GitState git{.version = "2.55.0",
                     .helpers = {{"", "store"}, {"https://a.example", ""}, {"https://a.example", "!/x/jeton git"}}};
  EXPECT_EQ(findings_of(examine_git(git, profiles, empty_environment)), (Strings{}));
}

TEST(DoctorOfGit, SaysWhatAnOldGitLoses) {
  const auto profiles = std::vector{profile_with("a", {"https://a.example"})};
  const std::vector<GitHelper> helpers = {{"https://a.example", "!/x/jeton git"}};
  EXPECT_TRUE(examine_git({"2.46.0", helpers}, profiles, empty_environment).findings.empty());
  const auto middle = findings_of(examine_git({"2.45.4", helpers}, profiles, empty_environment)).at(0);
  EXPECT_TRUE(middle.contains("git 2.45.4 is older than 2.46"));
  EXPECT_FALSE(middle.contains("expires"));
  EXPECT_TRUE(
      findings_of(examine_git({"2.39.5", helpers}, profiles, empty_environment)).at(0).contains("expires (2.40)"));
  EXPECT_TRUE(examine_git({"2.39.5", {}}, profiles, empty_environment).findings.empty()) << "nobody has to know yet";
}

TEST(DoctorOfGit, FindsAHelperThatIsNotOnPath) {
  const auto profiles = std::vector{profile_with("a", {"https://a.example"})};
  const auto area = examine_git({"2.55.0", {{"https://a.example", "jeton"}}}, profiles, empty_environment);
  ASSERT_EQ(area.findings.size(), 1U);
  EXPECT_EQ(area.findings[0].severity, Finding::Severity::error);
  EXPECT_TRUE(area.findings[0].repair.starts_with("export PATH="));
}

TEST(DoctorOfGit, FindsAHelperThatIsNotWhereItWas) {
  const auto profiles = std::vector{profile_with("a", {"https://a.example"})};
  const std::vector<GitHelper> helpers = {{"https://a.example", "/'gone/a b/bin/git-credential-jeton' --profile a"}};
  EXPECT_EQ(findings_of(examine_git({"2.55.0", helpers}, profiles, empty_environment)),
            (Strings{"git finds no /gone/a b/bin/git-credential-jeton | jeton setup git"}));
}

TEST(DoctorOfGit, KnowsJetonInAScript) {
  const auto profiles = std::vector{profile_with("a", {"https://a.example"})};
  const std::vector<GitHelper> helpers = {{"https://a.example", "!/opt/jeton/bin/jeton git --profile a"}};
  EXPECT_EQ(examine_git({"2.55.0", helpers}, profiles, empty_environment).summary, "2.55.0, asks jeton for a");
}

TEST(DoctorOfGit, SaysThatGitDoesNotWork) {
  const auto area = examine_git({"", {}, "ended with status 128"}, {}, empty_environment);
  ASSERT_EQ(area.findings.size(), 1U);
  EXPECT_EQ(area.findings[0].severity, Finding::Severity::error);
  EXPECT_EQ(area.findings[0].what,
            "git cannot read its configuration (ended with status 128); mend what it names on standard error");
}

TEST(DoctorOfDocker, FindsALoginThatShadowsTheHelper) {
  const auto profiles = std::vector{profile_with("a", {"https://r.example"})};
  const DockerFile passing{
      DockerFile::Reader::passing, "/run/auth.json", {.helpers = {}, .store = {}, .logins = {"r.example"}}};
  const DockerFile docker{
      DockerFile::Reader::docker, "/h/config.json", {.helpers = {}, .store = {}, .logins = {"r.example"}}};
  EXPECT_EQ(findings_of(examine_docker(std::vector{passing}, profiles, empty_environment)),
            (Strings{"/run/auth.json: the login for r.example in it is used, not jeton's a | podman logout --authfile "
                     "/run/auth.json r.example"}));
  EXPECT_EQ(findings_of(examine_docker(std::vector{docker}, profiles, empty_environment)),
            (Strings{"/h/config.json: the login for r.example in it is used, not jeton's a | jeton setup docker a"}));
  const DockerFile variable{
      DockerFile::Reader::variable, "DOCKER_AUTH_CONFIG", {.helpers = {}, .store = {}, .logins = {"r.example"}}};
  EXPECT_EQ(findings_of(examine_docker(std::vector{variable}, profiles, empty_environment)),
            (Strings{"DOCKER_AUTH_CONFIG: the login for r.example in it is used, not jeton's a | unset "
                     "DOCKER_AUTH_CONFIG"}));
  auto with_helper = docker;
  with_helper.configuration.helpers = {{"r.example", "jeton"}};
  EXPECT_EQ(examine_docker(std::vector{with_helper}, profiles, process_environment).summary,
            "asks jeton for r.example");
}

TEST(DoctorOfDocker, FindsAnotherHelperAndOneThatIsNotThere) {
  const auto profiles = std::vector{profile_with("a", {"https://r.example"})};
  const DockerFile file{
      DockerFile::Reader::docker, "/h/config.json", {.helpers = {{"r.example", "ecr"}}, .store = {}, .logins = {}}};
  EXPECT_EQ(findings_of(examine_docker(std::vector{file}, profiles, empty_environment)),
            (Strings{"/h/config.json names docker-credential-ecr, which is not on PATH",
                     "/h/config.json: docker-credential-ecr answers for r.example, not jeton's a; take it out of "
                     "credHelpers if jeton shall"}));
}

TEST(DoctorOfCurl, FindsWhatTakesATokenElsewhere) {
  EXPECT_TRUE(examine_curl({{"/h/.curlrc", "# location-trusted\nsilent\n"}}).findings.empty());
  for (const auto* const line :
       {"location-trusted", "--location-trusted", "  location-trusted = true", "insecure", "-k"}) {
    const auto findings = examine_curl({{"/h/.curlrc", std::string("silent\n") + line + '\n'}}).findings;
    ASSERT_EQ(findings.size(), 1U) << line;
    EXPECT_TRUE(findings[0].repair.starts_with("sed -i ")) << line;
  }
}

TEST(DoctorOfTheClock, LeavesAMinuteUnsaid) {
  EXPECT_EQ(clock_trouble("a.example", std::nullopt, 1000, 1001), "");
  EXPECT_EQ(clock_trouble("a.example", 1061, 1000, 1001), "");
  EXPECT_EQ(clock_trouble("a.example", 940, 1000, 1001), "");
  EXPECT_EQ(clock_trouble("a.example", 1301, 1000, 1001),
            "this machine's clock is 5 min behind that of a.example; run: sudo timedatectl set-ntp true");
  EXPECT_EQ(clock_trouble("a.example", 700, 1000, 1001),
            "this machine's clock is 5 min ahead of that of a.example; run: sudo timedatectl set-ntp true");
}

}  // namespace
}  // namespace jeton
