#include <string>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

/// git's credential helper, called as git calls it.
class GitHelper : public SandboxTest {
 protected:
  Outcome helper(const std::string& action, const std::string& input) const {
    return user.run({"git-credential-jeton", action}, input);
  }
  Outcome get(const std::string& further_lines = {}) const { return helper("get", request() + further_lines + '\n'); }
  std::string request(const std::string& profile = "clearstreet") const {
    return "protocol=https\nhost=" + sandbox.authority(profile) + '\n';
  }
};

constexpr const char* newer = "capability[]=authtype\ncapability[]=state\n";
constexpr const char* offers_bearer = "wwwauth[]=Bearer realm=\"x\"\nwwwauth[]=Basic realm=\"x\"\n";
constexpr const char* offers_basic = "wwwauth[]=Basic realm=\"x\"\n";

TEST_F(GitHelper, AnswersWithUserPasswordAndExpiry) {
  const auto secret = token("clearstreet");
  const auto outcome = get();
  EXPECT_TRUE(succeeded(outcome));
  const auto expiry = value_of(outcome.out, "password_expiry_utc");
  EXPECT_EQ(outcome.out, "username=oauth2\npassword=" + secret + "\npassword_expiry_utc=" + expiry + '\n');
  EXPECT_EQ(expiry.find_first_not_of("0123456789"), std::string::npos);
}

TEST_F(GitHelper, KeepsTheRequestsUserName) {
  EXPECT_EQ(value_of(get("username=alice\n").out, "username"), "alice");
}

TEST_F(GitHelper, TakesTheProfilesUserNameElse) {
  user.configure(sandbox.configuration({{"clearstreet", "username = \"x-access-token\"\n"}}));
  EXPECT_EQ(value_of(get().out, "username"), "x-access-token");
}

TEST_F(GitHelper, AnswersWithBearerWhereItIsOfferedAndGitCan) {
  const auto secret = token("clearstreet");
  const auto outcome = get(std::string("capability[]=authtype\n") + offers_bearer);
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, "capability[]=authtype\nauthtype=Bearer\ncredential=" + secret +
                             "\nephemeral=1\npassword_expiry_utc=" + value_of(outcome.out, "password_expiry_utc") +
                             '\n');
}

TEST_F(GitHelper, AnswersWithBasicWhereBearerIsNotOffered) {
  EXPECT_EQ(value_of(get(std::string(newer) + offers_basic).out, "username"), "oauth2");
}

TEST_F(GitHelper, AnswersWithBasicWhereGitCannotDoBearer) {
  EXPECT_EQ(value_of(get(offers_bearer).out, "username"), "oauth2");
}

TEST_F(GitHelper, AnswersAsTheProfileSays) {
  user.configure(
      sandbox.configuration({{"clearstreet", "git_auth = \"basic\"\n"}, {"studyteam", "git_auth = \"bearer\"\n"}}));
  EXPECT_EQ(value_of(get(std::string(newer) + offers_bearer).out, "authtype"), "");
  const auto bearer = helper("get", request("studyteam") + newer + offers_basic + '\n');
  EXPECT_EQ(value_of(bearer.out, "authtype"), "Bearer");
  EXPECT_EQ(value_of(helper("get", request("studyteam") + '\n').out, "username"), "oauth2");
}

TEST_F(GitHelper, OffersToContinueWithACachedTokenAlone) {
  EXPECT_EQ(value_of(get(newer).out, "continue"), "");
  const auto cached = get(newer).out;
  EXPECT_EQ(value_of(cached, "continue"), "1");
  EXPECT_TRUE(value_of(cached, "state[]").starts_with("jeton:"));
  EXPECT_TRUE(contains(cached, "capability[]=state\n"));
}

TEST_F(GitHelper, ReplacesTheTokenOfTheStateAndDoesNotContinue) {
  token("clearstreet");
  const auto cached = get(newer).out;
  const auto retried = get(newer + ("state[]=" + value_of(cached, "state[]")) + '\n').out;
  EXPECT_NE(value_of(retried, "password"), value_of(cached, "password"));
  EXPECT_EQ(value_of(retried, "continue"), "");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 2);
}

TEST_F(GitHelper, NeverContinuesWhereTheStateIsItsOwn) {
  token("clearstreet");
  const std::string stale_state = "state[]=jeton:00000000000000000000000000000000\n";
  EXPECT_EQ(value_of(get(newer + stale_state).out, "continue"), "");
}

TEST_F(GitHelper, DoesNotMindTheStateOfAnotherHelper) {
  token("clearstreet");
  const auto answer = get(std::string(newer) + "state[]=other:1:abc\n").out;
  EXPECT_EQ(value_of(answer, "continue"), "1");
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

TEST_F(GitHelper, SaysNothingForOtherHosts) {
  for (const auto* const lines : {"protocol=https\nhost=example.com\n\n", "protocol=https\nhost=localhost\n\n",
                                  "protocol=ssh\nhost=localhost\n\n"}) {
    const auto outcome = helper("get", lines);
    EXPECT_TRUE(succeeded(outcome));
    EXPECT_EQ(outcome.out, "");
  }
  const auto plain = helper("get", "protocol=http\nhost=" + sandbox.authority("clearstreet") + "\n\n");
  EXPECT_TRUE(succeeded(plain));
  EXPECT_EQ(plain.out, "");
}

TEST_F(GitHelper, LeavesOtherHostsToTheNextHelper) {
  const auto outcome = user.shell(
      "printf 'protocol=https\\nhost=example.com\\n' | git -c credential.helper='!echo username=a; echo password=b; :' "
      "credential fill");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(value_of(outcome.out, "password"), "b");
}

TEST_F(GitHelper, MatchesPathsWhereGitSendsThem) {
  auto text = sandbox.configuration();
  const auto urls = "urls = [\"" + sandbox.url("clearstreet");
  text.insert(text.find(urls) + urls.size(), "/git");
  user.configure(text);
  const auto host = request();
  EXPECT_NE(helper("get", host + "path=git/demo.git\n\n").out, "");
  EXPECT_NE(helper("get", host + "\n").out, "");
  for (const auto* const path : {"git-basic/demo.git", "other", "git/../other", "git/%2e%2e/other"}) {
    EXPECT_EQ(helper("get", host + "path=" + path + "\n\n").out, "") << path;
  }
}

TEST_F(GitHelper, StoresNoTokenOfItsOwn) {
  const auto secret = token("clearstreet");
  const auto before = User::files_below(user.state());
  EXPECT_TRUE(succeeded(helper("store", request() + "username=oauth2\npassword=" + secret + "\n\n")));
  EXPECT_TRUE(succeeded(helper("store", request() + "username=alice\npassword=s3cret\n\n")));
  EXPECT_EQ(User::files_below(user.state()), before);
  EXPECT_EQ(value_of(get().out, "password"), secret);
}

TEST_F(GitHelper, StoresNothingForOtherHosts) {
  EXPECT_TRUE(succeeded(helper("store", "protocol=https\nhost=example.com\nusername=a\npassword=b\n\n")));
  EXPECT_TRUE(succeeded(helper("erase", "protocol=https\nhost=example.com\n\n")));
  EXPECT_EQ(helper("get", "protocol=https\nhost=example.com\n\n").out, "");
  for (const auto& file : User::files_below(user.state())) EXPECT_NE(file.extension(), ".login") << file;
}

TEST_F(GitHelper, SaysWhatItCan) {
  const auto outcome = helper("capability", "");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, "version 0\ncapability authtype\ncapability state\n");
}

TEST_F(GitHelper, DoesNothingForOtherActions) {
  for (const auto* const action : {"frobnicate", "", "--version", "--no-such-option"}) {
    const auto outcome = helper(action, request() + '\n');
    EXPECT_TRUE(succeeded(outcome)) << action;
    EXPECT_EQ(outcome.out, "") << action;
  }
}

TEST_F(GitHelper, IsJetonGitToo) {
  token("clearstreet");
  EXPECT_EQ(user.run({"jeton", "git", "get"}, request() + '\n').out, get().out);
}

TEST_F(GitHelper, FillsForCallersThatAnnounceNothing) {
  const auto outcome = user.run({"git", "credential", "fill"}, request() + '\n');
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(value_of(outcome.out, "password"), token("clearstreet"));
}

TEST_F(GitHelper, ApprovalByGitCostsNothing) {
  const auto secret = token("clearstreet");
  const auto filled = user.run({"git", "credential", "fill"}, request() + '\n').out;
  EXPECT_TRUE(succeeded(user.run({"git", "credential", "approve"}, filled)));
  EXPECT_EQ(token("clearstreet"), secret);
}

TEST_F(GitHelper, TakesNothingFromGitsConfigurationOrTheRepository) {
  EXPECT_TRUE(succeeded(user.run({"git", "init", "--quiet", "hostile"})));
  write_file(user.home() / "hostile/config.toml", "[profile.clearstreet]\nprovider = \"evil\"\n");
  write_file(user.home() / "hostile/clearstreet.so", "not a library");
  const auto outcome = user.shell(
      "cd hostile && git config credential.jeton.tokenUrl https://evil.example && git config jeton.config "
      "./config.toml && printf '" +
      request() + "' | git credential fill");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(sandbox.token_requests("clearstreet"), 1);
}

/// Two profiles that match a host equally well.
class GitProfiles : public GitHelper {
 protected:
  GitProfiles() {
    auto text = sandbox.configuration();
    const auto start = text.find("[profile.studyteam]");
    auto second = text.substr(start, text.find("[profile.portfolios]") - start);
    second.replace(0, std::string("[profile.studyteam]").size(), "[profile.second]\nusername = \"second-user\"");
    // A request header makes it ask for a token of its own.
    user.configure(text + '\n' + second + "request_headers = { X-Team = \"second\" }\n");
  }
  Outcome get_for(const std::string& profile, const std::string& host) const {
    return user.run({"git-credential-jeton", "--profile", profile, "get"}, request(host) + '\n');
  }
};

TEST_F(GitProfiles, EquallyGoodOnesGetNoAnswerAndAreNamed) {
  const auto outcome = helper("get", request("studyteam") + '\n');
  EXPECT_EQ(value_of(outcome.out, "password"), "");
  EXPECT_TRUE(is_one_message(outcome.err));
  EXPECT_TRUE(contains(outcome.err, "second") && contains(outcome.err, "studyteam")) << outcome.err;
  EXPECT_EQ(sandbox.token_requests("studyteam"), 0);
}

TEST_F(GitProfiles, OptionChooses) {
  EXPECT_EQ(value_of(get_for("second", "studyteam").out, "password"), token("second"));
  EXPECT_EQ(value_of(get_for("studyteam", "studyteam").out, "password"), token("studyteam"));
  EXPECT_NE(token("second"), token("studyteam"));
}

TEST_F(GitProfiles, OptionRestricts) {
  const auto outcome = get_for("second", "clearstreet");
  EXPECT_TRUE(succeeded(outcome));
  EXPECT_EQ(outcome.out, "");
}

TEST_F(GitProfiles, UserNameOfTheRequestChooses) {
  const auto by_name = helper("get", request("studyteam") + "username=studyteam\n\n");
  EXPECT_EQ(value_of(by_name.out, "password"), token("studyteam"));
  const auto by_username = helper("get", request("studyteam") + "username=second-user\n\n");
  EXPECT_EQ(value_of(by_username.out, "password"), token("second"));
}

TEST_F(GitProfiles, OptionIsWhatGitsConfigurationSays) {
  write_file(user.home() / ".gitconfig", "[credential]\n\thelper = jeton --profile second\n");
  EXPECT_TRUE(succeeded(user.run({"git", "ls-remote", sandbox.url("studyteam") + "/git/demo.git"})));
}

TEST_F(GitProfiles, ErasedTokenIsRejectedForTheProfileThatGaveIt) {
  const auto first = token("studyteam");
  const auto second = token("second");
  helper("erase", request("studyteam") + "username=second-user\npassword=" + second + "\n\n");
  EXPECT_EQ(token("studyteam"), first);
  EXPECT_NE(token("second"), second);
}

}  // namespace
}  // namespace jeton::e2e
