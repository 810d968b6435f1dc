#include <csignal>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "harness/login_test.hpp"

namespace jeton::e2e {
namespace {

/// A person's consent: how the answer comes back from the browser, and what comes of it.
class Consent : public LoginTest {
 protected:
  static constexpr const char* logged_in = "You are logged in";

  /// The redirect after consent, as it is before a browser follows it.
  std::string redirect(Process& login, Decision decision = Decision::allow) const {
    return sandbox.consent(address(login), decision);
  }
  /// A login that gets this pasted on standard input.
  Outcome log_in_with(const std::string& profile, const std::string& pasted) const {
    auto login = start_login(profile, {"--code", "-"});
    address(login);
    login.write(pasted + '\n');
    return login.finish();
  }
  /// The status, and a last line on standard error with these words, after what is said to a person.
  static testing::AssertionResult ended(const Outcome& outcome, int status, const std::string& words) {
    const auto at = outcome.err.rfind("jeton: ");
    if (outcome.status == status && at != std::string::npos && is_one_message(outcome.err.substr(at)) &&
        contains(outcome.err.substr(at), words)) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "status " << outcome.status << ", wanted " << status << " and " << words
                                       << '\n'
                                       << outcome.out << outcome.err;
  }
  static testing::AssertionResult is_logged_in(const Outcome& outcome) { return ended(outcome, 0, "logged in; "); }
  void expect_no_token(const std::string& profile) const {
    EXPECT_TRUE(failed(user.run({"jeton", "token", profile}), 4, "; run: jeton login " + profile));
  }
  /// A program for $BROWSER that consents and follows the redirect, if its arguments match the shell's pattern.
  void make_browser(const std::string& name, const std::string& pattern = "https://*") const {
    write_file(user.home() / "bin" / name,
               "#!/bin/bash\nprintf '%s\\n' \"$*\" >called\n"
               "case \"$*\" in\n  " +
                   pattern +
                   ") for word; do case $word in https://*) url=$word ;; esac; done ;;\n  *) exit 1 ;;\nesac\n"
                   "exec curl -sSL -o page --cacert '" +
                   sandbox.ca_file().string() + "' -d decision=allow \"$url\"\n",
               0700);
  }
};

class ConsentByListener : public Consent, public testing::WithParamInterface<const char*> {
 protected:
  std::string profile() const { return GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(At, ConsentByListener, testing::Values("tradier", "pkce"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(ConsentByListener, GivesAToken) {
  auto login = start_login(profile());
  const auto page = consent_in_browser(address(login));
  EXPECT_TRUE(contains(page, logged_in));
  EXPECT_TRUE(contains(page, "jeton has a token for " + profile()));
  EXPECT_TRUE(contains(page, "HTTP 200"));
  const auto outcome = login.finish();
  EXPECT_TRUE(is_logged_in(outcome));
  EXPECT_TRUE(contains(outcome.err, profile() == "pkce" ? "is renewed without you" : "gave no refresh token"));
  token(profile());
  EXPECT_EQ(sandbox.token_requests(profile()), 1);
}

TEST_P(ConsentByListener, AddressIsPrintedForScriptsAndForPeople) {
  auto login = start_login(profile());
  const auto url = address(login);
  consent_in_browser(url);
  const auto outcome = login.finish();
  EXPECT_EQ(outcome.out, url + '\n');
  EXPECT_TRUE(contains(outcome.err, "Open this address in a browser:\n\n  " + url + "\n\n"));
}

TEST_P(ConsentByListener, WhatHelpsFromAnotherMachineIsSaid) {
  auto login = start_login(profile());
  consent_in_browser(address(login));
  const auto said = login.finish().err;
  const std::string mark = "come back to http://127.0.0.1:";
  const auto at = said.find(mark);
  ASSERT_NE(at, std::string::npos) << said;
  const auto start = at + mark.size();
  const auto port = said.substr(start, said.find('/', start) - start);
  EXPECT_TRUE(contains(said, "ssh -L " + port + ":127.0.0.1:" + port + ' ')) << said;
}

TEST_P(ConsentByListener, TamperedStateGetsAPageAndTheLoginGoesOn) {
  auto login = start_login(profile());
  const auto answer = redirect(login);
  const auto state = parameter_of(answer, "state");
  const auto other = (state.front() == 'x' ? "y" : "x") + state.substr(1);
  for (const auto& tampered :
       {replaced(answer, state, state.substr(1)), replaced(answer, state, other),
        replaced(answer, "state=" + state, "state="), replaced(answer, "state=" + state, "other=1"),
        answer + "&state=" + state, replaced(answer, "state=", "state=%zz")}) {
    const auto page = visit(tampered).out;
    EXPECT_TRUE(contains(page, "This is not the answer")) << tampered << page;
    EXPECT_TRUE(contains(page, "The login still waits for its own.")) << page;
    EXPECT_TRUE(contains(page, "HTTP 400"));
  }
  EXPECT_EQ(sandbox.token_requests(profile()), 0);
  EXPECT_TRUE(contains(visit(answer).out, logged_in));
  EXPECT_TRUE(is_logged_in(login.finish()));
}

TEST_P(ConsentByListener, OtherPagesAndMethodsAreNoAnswer) {
  auto login = start_login(profile());
  const auto answer = redirect(login);
  const auto origin = answer.substr(0, answer.find('/', 8));
  const auto query = answer.substr(answer.find('?'));
  for (const auto& url : {origin + "/favicon.ico", origin + "/elsewhere" + query}) {
    EXPECT_TRUE(contains(visit(url).out, "HTTP 404")) << url;
  }
  EXPECT_TRUE(contains(user.run({"curl", "-sS", "-w", "\nHTTP %{http_code}\n", "-d", "", answer}).out, "HTTP 404"));
  EXPECT_TRUE(contains(visit(answer.substr(0, answer.find('?'))).out, "HTTP 400"));
  EXPECT_TRUE(contains(visit(answer).out, logged_in));
  EXPECT_TRUE(is_logged_in(login.finish()));
}

TEST_P(ConsentByListener, SecondAnswerGetsAPageThatSaysSo) {
  sandbox.fault(profile(), "slow", 1, 3);
  auto login = start_login(profile());
  const auto answer = redirect(login);
  auto first = start_visit(answer);
  EXPECT_TRUE(sandbox.wait_for_token_requests(profile(), 1));
  const auto second = visit(answer).out;
  EXPECT_TRUE(contains(second, "Already answered")) << second;
  EXPECT_TRUE(contains(second, "HTTP 409"));
  EXPECT_TRUE(contains(first.finish().out, logged_in));
  EXPECT_TRUE(is_logged_in(login.finish()));
  EXPECT_EQ(sandbox.token_requests(profile()), 1);
}

TEST_P(ConsentByListener, DenialIsSaidOnThePageAndInTheTerminal) {
  auto login = start_login(profile());
  const auto page = consent_in_browser(address(login), Decision::deny);
  EXPECT_TRUE(contains(page, "Consent was denied"));
  EXPECT_TRUE(contains(page, "the user denied it"));
  EXPECT_TRUE(ended(login.finish(), 4,
                    "jeton: " + profile() +
                        ": consent was denied (access_denied: the user denied it); run: jeton login " + profile()));
  EXPECT_EQ(sandbox.token_requests(profile()), 0);
}

TEST_P(ConsentByListener, ErrorsOfTheProviderKeepTheirMeaning) {
  const auto expect_status = [&](const std::string& code, int status) {
    auto login = start_login(profile());
    const auto page = visit(replaced(redirect(login, Decision::deny), "error=access_denied", "error=" + code)).out;
    EXPECT_TRUE(contains(page, "The login did not work")) << page;
    EXPECT_TRUE(contains(page, code)) << page;
    EXPECT_TRUE(contains(page, "HTTP 400"));
    EXPECT_TRUE(ended(login.finish(), status, code));
  };
  expect_status("server_error", 6);
  expect_status("temporarily_unavailable", 6);
  expect_status("invalid_scope", 5);
  expect_status("unauthorized_client", 5);
  expect_status("anything_else", 5);
}

TEST_P(ConsentByListener, WordsOfAnErrorAreTextOnThePage) {
  auto login = start_login(profile());
  const auto answer = redirect(login, Decision::deny);
  const auto words = parameter_of(answer, "error_description");
  const auto page = visit(replaced(answer, words, "%3Cscript%3Ealert(1)%3C/script%3E%26%22%27%0A%1b%5B31m")).out;
  EXPECT_TRUE(contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;")) << page;
  EXPECT_FALSE(contains(page, "<script"));
  EXPECT_FALSE(contains(page, "\x1b"));
  const auto outcome = login.finish();
  EXPECT_TRUE(ended(outcome, 4, "consent was denied"));
  EXPECT_FALSE(contains(outcome.err, "\x1b"));
}

TEST_P(ConsentByListener, PageForbidsAllThatItDoesNotBring) {
  auto login = start_login(profile());
  const auto page = user.run({"curl", "-sS", "-i", redirect(login)}).out;
  EXPECT_TRUE(contains(page, "Content-Security-Policy: default-src 'none'")) << page;
  EXPECT_TRUE(contains(page, "Cache-Control: no-store"));
  EXPECT_TRUE(contains(page, "Referrer-Policy: no-referrer"));
  for (const auto* const part : {"<script", "http://", "https://"}) EXPECT_FALSE(contains(page, part)) << page;
  EXPECT_EQ(login.finish().status, 0);
}

TEST_P(ConsentByListener, CodeIsGoodOnce) {
  auto login = start_login(profile());
  const auto answer = redirect(login);
  visit(answer);
  EXPECT_EQ(login.finish().status, 0);
  EXPECT_TRUE(
      ended(log_in_with(profile(), parameter_of(answer, "code")), 4, "the provider does not accept the code ("));
  EXPECT_EQ(sandbox.token_requests(profile()), 2);
}

TEST_P(ConsentByListener, CodeExpires) {
  auto login = start_login(profile());
  const auto answer = redirect(login);
  sandbox.expire(profile(), "codes");
  const auto page = visit(answer).out;
  EXPECT_TRUE(contains(page, "The login did not work"));
  EXPECT_TRUE(contains(page, "the provider does not accept the code")) << page;
  EXPECT_TRUE(ended(login.finish(), 4, "; run: jeton login " + profile()));
  expect_no_token(profile());
  EXPECT_EQ(sandbox.token_requests(profile()), 1);
}

TEST_P(ConsentByListener, CodeThatIsNoneCostsNotTheEarlierLogin) {
  EXPECT_TRUE(ended(log_in_with(profile(), "not-a-code"), 4, "the provider does not accept the code ("));
  expect_no_token(profile());
  log_in(profile());
  const auto before = stored(profile());
  EXPECT_TRUE(ended(log_in_with(profile(), "not-a-code"), 4, "the provider does not accept the code ("));
  EXPECT_EQ(stored(profile()), before);
  token(profile());
}

TEST_P(ConsentByListener, AddressMayBePasted) {
  auto login = start_login(profile(), {"--code", "-"});
  login.write(redirect(login) + '\n');
  EXPECT_TRUE(is_logged_in(login.finish()));
  token(profile());
}

TEST_P(ConsentByListener, PastedAddressMayHaveSpaceAroundItAndNoLineEnd) {
  auto login = start_login(profile(), {"--code", "-"});
  login.write("  " + redirect(login) + "#_ \r");
  login.end_input();
  EXPECT_TRUE(is_logged_in(login.finish()));
}

TEST_P(ConsentByListener, CodeAloneMayBePasted) {
  auto login = start_login(profile(), {"--code", "-"});
  login.write(parameter_of(redirect(login), "code") + '\n');
  EXPECT_TRUE(is_logged_in(login.finish()));
  token(profile());
}

TEST_P(ConsentByListener, PastedAddressOfAnotherLoginIsRefused) {
  auto login = start_login(profile(), {"--code", "-"});
  const auto answer = redirect(login);
  login.write(replaced(answer, "state=", "state=x") + '\n');
  EXPECT_TRUE(ended(login.finish(), 4, "belongs to another login (its state differs); run: jeton login " + profile()));
  EXPECT_TRUE(ended(log_in_with(profile(), answer), 4, "belongs to another login (its state differs)"));
  EXPECT_EQ(sandbox.token_requests(profile()), 0);
}

TEST_P(ConsentByListener, PastedAddressWithoutAnAnswerIsRefused) {
  EXPECT_TRUE(ended(log_in_with(profile(), sandbox.url(profile()) + "/"), 4, "neither a code nor an error"));
}

TEST_P(ConsentByListener, PastedDenialIsADenial) {
  auto login = start_login(profile(), {"--code", "-"});
  login.write(redirect(login, Decision::deny) + '\n');
  EXPECT_TRUE(ended(login.finish(), 4, "consent was denied"));
}

TEST_P(ConsentByListener, BrowserIsWaitedForWhereNothingIsPasted) {
  auto login = start_login(profile(), {"--code", "-"});
  const auto url = address(login);
  login.end_input();
  EXPECT_TRUE(contains(consent_in_browser(url), logged_in));
  EXPECT_TRUE(is_logged_in(login.finish()));
}

TEST_P(ConsentByListener, BrowserAfterAPastedCodeIsToldSo) {
  sandbox.fault(profile(), "slow", 1, 3);
  auto login = start_login(profile(), {"--code", "-"});
  const auto answer = redirect(login);
  login.write(answer + '\n');
  EXPECT_TRUE(sandbox.wait_for_token_requests(profile(), 1));
  const auto page = visit(answer).out;
  EXPECT_TRUE(contains(page, "Already answered")) << page;
  EXPECT_TRUE(is_logged_in(login.finish()));
  EXPECT_EQ(sandbox.token_requests(profile()), 1);
}

TEST_P(ConsentByListener, TerminalTakesACodeWhileTheListenerWaits) {
  auto login = start_login(profile(), {}, Process::Input::terminal);
  const auto code = parameter_of(redirect(login), "code");
  EXPECT_TRUE(login.wait_for("Or paste here the code, or the whole address"));
  login.write(code + '\n');
  EXPECT_TRUE(contains(login.finish().out, "logged in; "));
  token(profile());
}

TEST_P(ConsentByListener, WrongAddressInTheTerminalCanBeCorrected) {
  auto login = start_login(profile(), {}, Process::Input::terminal);
  const auto answer = redirect(login);
  EXPECT_TRUE(login.wait_for("Or paste here"));
  login.write("\n" + replaced(answer, "state=", "state=x") + '\n');
  EXPECT_TRUE(login.wait_for("belongs to another login (its state differs). Paste the one of this login:"));
  login.write(answer + '\n');
  EXPECT_EQ(login.finish().status, 0);
  EXPECT_EQ(sandbox.token_requests(profile()), 1);
}

TEST_P(ConsentByListener, ListenerTakesTheBrowserWhileTheTerminalWaits) {
  auto login = start_login(profile(), {}, Process::Input::terminal);
  const auto url = address(login);
  EXPECT_TRUE(contains(consent_in_browser(url), logged_in));
  const auto outcome = login.finish();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out.find(url), outcome.out.rfind(url)) << "it is shown once: " << outcome.out;
  token(profile());
}

TEST_P(ConsentByListener, EndOfTheTerminalsInputLeavesTheListener) {
  auto login = start_login(profile(), {}, Process::Input::terminal);
  const auto url = address(login);
  EXPECT_TRUE(login.wait_for("Or paste here"));
  login.write("\x04");
  EXPECT_TRUE(contains(consent_in_browser(url), logged_in));
  EXPECT_EQ(login.finish().status, 0);
}

TEST_P(ConsentByListener, CtrlCLeavesAllAsItWas) {
  log_in(profile());
  token(profile());
  const auto before = all_files();
  for (const auto input : {Process::Input::stays_open, Process::Input::terminal}) {
    auto login = start_login(profile(), {}, input);
    address(login);
    EXPECT_TRUE(login.wait_for("Waiting for the browser"));
    login.interrupt();
    EXPECT_EQ(login.finish().status, 128 + SIGINT);
    EXPECT_TRUE(all_files() == before);
  }
  token(profile());
}

TEST_P(ConsentByListener, CtrlCDuringTheExchangeLosesNothing) {
  sandbox.fault(profile(), "slow", 1, 2);
  auto login = start_login(profile());
  auto page = start_visit(redirect(login));
  EXPECT_TRUE(sandbox.wait_for_token_requests(profile(), 1));
  login.interrupt();
  login.finish();
  token(profile());
  EXPECT_EQ(sandbox.token_requests(profile()), 1);
}

TEST_P(ConsentByListener, NothingIsLockedWhileAPersonThinks) {
  auto thinking = start_login(profile());
  const auto url = address(thinking);
  if (profile() == "pkce") {
    log_in(profile());
    EXPECT_TRUE(succeeded(user.run({"jeton", "token", "--renew", profile()})));
  } else {
    // Tradier has one callback, which one login at a time can listen to.
    auto login = start_login(profile(), {"--code", "-"});
    login.write(redirect(login) + '\n');
    EXPECT_TRUE(is_logged_in(login.finish()));
  }
  const auto first = token(profile());
  EXPECT_TRUE(contains(consent_in_browser(url), logged_in));
  EXPECT_TRUE(is_logged_in(thinking.finish()));
  EXPECT_NE(token(profile()), first);
}

TEST_P(ConsentByListener, FullDiskIsFoundOutBeforeAnybodyIsAsked) {
  const auto outcome = user.shell("ulimit -f 100; exec jeton login --no-browser " + profile() + " </dev/null");
  EXPECT_TRUE(failed(outcome, 8, profile()));
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(sandbox.token_requests(profile()), 0);
}

TEST_P(ConsentByListener, LostSecretIsFoundOutBeforeAnybodyIsAsked) {
  std::filesystem::remove(sandbox.folder() / (profile() + "-secret"));
  const auto outcome = user.run({"jeton", "login", "--no-browser", profile()});
  EXPECT_TRUE(failed(outcome, 3, "client_secret"));
  EXPECT_EQ(outcome.out, "");
}

TEST_P(ConsentByListener, SecretMayBeTheStores) {
  const auto file = sandbox.folder() / (profile() + "-secret");
  user.configure(replaced(sandbox.configuration(), "client_secret = { file = \"" + file.string() + "\" }\n", ""));
  EXPECT_TRUE(failed(user.run({"jeton", "login", "--no-browser", profile()}), 3,
                     "client_secret is missing; say in the profile where it is, or run: jeton secret set " + profile() +
                         " client_secret"));
  EXPECT_TRUE(succeeded(user.run({"jeton", "secret", "set", profile(), "client_secret"}, read_file(file))));
  log_in(profile());
  token(profile());
}

/// The token endpoint has trouble when a person has consented.
struct Trouble {
  const char* fault;
  int status;
  const char* words;
};

void PrintTo(const Trouble& trouble, std::ostream* out) {
  *out << trouble.fault;
}

class ConsentThenTrouble : public Consent, public testing::WithParamInterface<Trouble> {};

INSTANTIATE_TEST_SUITE_P(
    Of, ConsentThenTrouble,
    testing::Values(Trouble{"error-500", 6, "trouble of its own"}, Trouble{"error-503", 6, "trouble of its own"},
                    Trouble{"refuse", 5, "refused the credentials"}, Trouble{"throttle", 7, "throttles"},
                    Trouble{"html", 6, "cannot be used"}, Trouble{"truncated", 6, "cannot be used"},
                    Trouble{"huge", 6, "1 MiB"}, Trouble{"redirect", 6, "redirects"}, Trouble{"lost", 6, ""},
                    Trouble{"close", 6, ""}, Trouble{"cut-off", 6, ""}, Trouble{"newline-token", 6, "cannot be used"},
                    Trouble{"no-access-token", 6, "no access_token"}, Trouble{"expires-zero", 6, "cannot be used"}),
    [](const auto& test) {
      std::string name = test.param.fault;
      std::erase(name, '-');
      return name;
    });

TEST_P(ConsentThenTrouble, IsSaidOnThePageAndAnotherLoginWorks) {
  for (const std::string profile : {"tradier", "pkce"}) {
    SCOPED_TRACE(profile);
    sandbox.fault(profile, GetParam().fault);
    auto login = start_login(profile);
    const auto page = consent_in_browser(address(login));
    EXPECT_TRUE(contains(page, "The login did not work")) << page;
    EXPECT_TRUE(contains(page, "jeton has got no token for " + profile)) << page;
    EXPECT_TRUE(contains(page, GetParam().words)) << page;
    EXPECT_TRUE(contains(page, "HTTP 400"));
    EXPECT_TRUE(ended(login.finish(), GetParam().status, GetParam().words));
    EXPECT_EQ(sandbox.token_requests(profile), 1) << "a code is sent once";
    log_in(profile);
    token(profile);
  }
}

TEST_F(Consent, IssuerOfAnotherProviderIsRefused) {
  auto login = start_login("pkce");
  const auto answer = redirect(login);
  const auto issuer = parameter_of(answer, "iss");
  ASSERT_FALSE(issuer.empty());
  for (const auto* const other : {"https%3A%2F%2Fevil.example", "nonsense", "https%3A%2F%2Flocalhost%3A1"}) {
    const auto page = visit(replaced(answer, issuer, other)).out;
    EXPECT_TRUE(contains(page, "comes from another provider")) << page;
    EXPECT_TRUE(contains(page, "HTTP 400"));
  }
  EXPECT_EQ(sandbox.token_requests("pkce"), 0);
  EXPECT_TRUE(contains(visit(answer).out, logged_in));
  EXPECT_TRUE(is_logged_in(login.finish()));
}

TEST_F(Consent, IssuerOfAnotherProviderIsRefusedInAPastedAddress) {
  auto login = start_login("pkce", {"--code", "-"});
  const auto answer = redirect(login);
  login.write(replaced(answer, parameter_of(answer, "iss"), "https%3A%2F%2Fevil.example") + '\n');
  EXPECT_TRUE(ended(login.finish(), 4, "comes from another provider, https://evil.example"));
  EXPECT_EQ(sandbox.token_requests("pkce"), 0);
}

TEST_F(Consent, IsAskedForWithAStateAndAChallengeOfItsOwn) {
  auto one = start_login("pkce");
  auto another = start_login("pkce");
  const auto first = address(one);
  const auto second = address(another);
  for (const auto* const name : {"state", "code_challenge"}) {
    EXPECT_EQ(parameter_of(first, name).size(), 43U) << "256 bits";
    EXPECT_NE(parameter_of(first, name), parameter_of(second, name));
  }
  EXPECT_EQ(parameter_of(first, "code_challenge_method"), "S256");
}

TEST_F(Consent, IsAskedForAsTradiersDocumentShows) {
  auto login = start_login("tradier");
  const auto url = address(login);
  EXPECT_TRUE(url.starts_with(sandbox.url("tradier") + "/v1/oauth/authorize?"));
  EXPECT_EQ(parameter_of(url, "scope"), "read%2Cwrite%2Ctrade%2Cmarket%2Cstream");
  EXPECT_EQ(parameter_of(url, "redirect_uri"), "");
  EXPECT_EQ(parameter_of(url, "code_challenge"), "");
}

TEST_F(Consent, ForAScopeThatTheProviderDoesNotHaveIsRefused) {
  user.configure(sandbox.configuration({{"tradier", "scope = \"read everything\"\n"}}));
  auto login = start_login("tradier");
  EXPECT_TRUE(contains(consent_in_browser(address(login)), "invalid_scope"));
  EXPECT_TRUE(ended(login.finish(), 5, "invalid_scope"));
}

TEST_F(Consent, OfAClientWithAnotherSecretIsRefused) {
  write_file(sandbox.folder() / "pkce-secret", "another-secret\n");
  auto login = start_login("pkce");
  EXPECT_TRUE(contains(consent_in_browser(address(login)), "invalid_client"));
  EXPECT_TRUE(ended(login.finish(), 5, "invalid_client"));
}

TEST_F(Consent, AtClaytonGivesACodeToPaste) {
  auto login = start_login("clayton", {"--code", "-"});
  const auto code = sandbox.consent(address(login));
  login.write(code + '\n');
  const auto outcome = login.finish();
  EXPECT_TRUE(is_logged_in(outcome));
  EXPECT_TRUE(contains(outcome.err, "Then paste here the code")) << outcome.err;
  EXPECT_FALSE(contains(outcome.err, "ssh -L"));
  token("clayton");
  EXPECT_EQ(sandbox.token_requests("clayton"), 1);
  EXPECT_TRUE(ended(log_in_with("clayton", code), 4, "the provider does not accept the code (")) << "it is good once";
}

TEST_F(Consent, AtClaytonGivesACodeToPasteIntoATerminal) {
  auto login = start_login("clayton", {}, Process::Input::terminal);
  const auto code = sandbox.consent(address(login));
  EXPECT_TRUE(login.wait_for("Then paste here"));
  login.write(code + '\n');
  EXPECT_EQ(login.finish().status, 0);
  token("clayton");
}

TEST_F(Consent, AtClaytonGivesACodeThatExpires) {
  auto login = start_login("clayton", {"--code", "-"});
  const auto code = sandbox.consent(address(login));
  sandbox.expire("clayton", "codes");
  login.write(code + '\n');
  EXPECT_TRUE(ended(login.finish(), 4, "; run: jeton login clayton"));
  expect_no_token("clayton");
}

TEST_F(Consent, AtClaytonWithoutItsAddressNamesTheKey) {
  auto text = sandbox.configuration();
  const auto at = text.find("consent_url");
  user.configure(text.erase(at, text.find('\n', at) + 1 - at));
  EXPECT_TRUE(failed(user.run({"jeton", "login", "--code", "-", "clayton"}, "code\n"), 3,
                     "clayton: consent_url is missing; copy it from the application's page at Clayton"));
}

TEST_F(Consent, WithNowhereToPasteTheCodeIsWrongUsage) {
  const auto outcome = user.run({"jeton", "login", "--no-browser", "clayton"});
  EXPECT_TRUE(failed(outcome, 2, "jeton login --code - clayton"));
  EXPECT_EQ(outcome.out, "");
  auto login = start_login("clayton", {"--code", "-"});
  login.end_input();
  EXPECT_TRUE(ended(login.finish(), 2, "standard input ended without a code"));
}

TEST_F(Consent, ThatIsEndedByCtrlCLeavesTheTerminalEchoing) {
  auto login =
      user.start({"bash", "-c", "trap : INT; jeton login --no-browser pkce; stty -a"}, {}, Process::Input::terminal);
  EXPECT_TRUE(login.wait_for("Or paste here"));
  login.write("\x03");
  const auto shown = login.finish().out;
  EXPECT_TRUE(contains(shown, " echo ")) << shown;
  EXPECT_TRUE(contains(shown, " icanon ")) << shown;
}

TEST_F(Consent, IsWaitedForByALoginThatWasStoppedAndGoesOn) {
  auto login = user.start({"bash", "-c",
                           "jeton login --no-browser pkce & job=$!; while read -r word; do kill -$word $job; done; "
                           "wait $job"},
                          {}, Process::Input::stays_open);
  const auto url = address(login);
  login.write("STOP\nCONT\nSTOP\nCONT\n");
  login.end_input();
  EXPECT_TRUE(contains(consent_in_browser(url), logged_in));
  EXPECT_TRUE(is_logged_in(login.finish()));
}

TEST_F(Consent, ToTwoLoginsAtOnceWorks) {
  auto one = start_login("pkce");
  auto another = start_login("pkce");
  const auto first = redirect(one);
  const auto second = redirect(another);
  EXPECT_TRUE(contains(visit(replaced(second, parameter_of(second, "state"), parameter_of(first, "state"))).out,
                       "belongs to another login"));
  auto page = start_visit(first);
  EXPECT_TRUE(contains(visit(second).out, logged_in));
  EXPECT_TRUE(contains(page.finish().out, logged_in));
  EXPECT_TRUE(is_logged_in(one.finish()));
  EXPECT_TRUE(is_logged_in(another.finish()));
  token("pkce");
  clean_cache();
  token("pkce");
  EXPECT_EQ(sandbox.token_requests("pkce"), 3);
  EXPECT_EQ(sandbox.count("pkce", "reuse_detected"), 0);
}

TEST_F(Consent, WithACallbackThatIsTakenIsAnErrorThatNamesThePort) {
  auto holding = start_login("tradier");
  const auto url = address(holding);
  const auto callback = sandbox.redirect_url("tradier");
  const auto authority = callback.substr(7, callback.find('/', 7) - 7);
  const auto outcome = user.run({"jeton", "login", "--no-browser", "tradier"});
  EXPECT_TRUE(failed(outcome, 6, authority));
  EXPECT_TRUE(contains(outcome.err, "jeton login --code - tradier"));
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(consent_in_browser(url), logged_in));
  EXPECT_TRUE(is_logged_in(holding.finish()));
}

TEST_F(Consent, WithACallbackThatIsTakenLeavesTheTerminal) {
  auto holding = start_login("tradier");
  address(holding);
  auto login = start_login("tradier", {}, Process::Input::terminal);
  const auto answer = redirect(login);
  EXPECT_TRUE(login.wait_for("so the browser cannot come back by itself"));
  EXPECT_TRUE(login.wait_for("Then paste here"));
  login.write(answer + '\n');
  EXPECT_EQ(login.finish().status, 0);
  token("tradier");
}

TEST_F(Consent, WithTheCallbackOfAnEarlierLoginWorks) {
  for (int i = 0; i < 3; ++i) log_in("tradier");
}

TEST_F(Consent, WithACallbackElsewhereIsPasted) {
  user.configure(sandbox.configuration({{"pkce", "redirect_url = \"https://app.example.com/callback\"\n"}}));
  auto login = start_login("pkce", {"--code", "-"});
  const auto url = address(login);
  EXPECT_EQ(parameter_of(url, "redirect_uri"), "https%3A%2F%2Fapp.example.com%2Fcallback");
  login.write("https://app.example.com/callback?code=abc&state=" + parameter_of(url, "state") + '\n');
  const auto outcome = login.finish();
  EXPECT_FALSE(contains(outcome.err, "Waiting for the browser"));
  EXPECT_TRUE(ended(outcome, 4, "the provider does not accept the code ("));
}

TEST_F(Consent, WithACallbackOnAnyLoopbackAddressWorks) {
  for (const auto* const url : {"http://127.0.0.1/a/b", "http://localhost/", "http://[::1]/callback"}) {
    SCOPED_TRACE(url);
    if (contains(url, "::1") && !std::filesystem::exists("/proc/net/if_inet6")) continue;
    user.configure(sandbox.configuration({{"pkce", std::string("redirect_url = \"") + url + "\"\n"}}));
    auto login = start_login("pkce");
    EXPECT_TRUE(contains(consent_in_browser(address(login)), logged_in));
    EXPECT_TRUE(is_logged_in(login.finish()));
  }
}

TEST_F(Consent, IsAskedForInTheBrowserThatTheUserChose) {
  make_browser("my-browser");
  user.put_on_path(user.home() / "bin");
  user.set("BROWSER", "my-browser");
  const auto outcome = user.run({"jeton", "login", "pkce"});
  EXPECT_TRUE(is_logged_in(outcome));
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "Opening this address in your browser:\n\n  https://")) << outcome.err;
  EXPECT_TRUE(read_file(user.home() / "called").starts_with(sandbox.url("pkce") + "/oauth/authorize?"));
}

TEST_F(Consent, HasItsAddressPutWhereTheBrowserWantsIt) {
  make_browser("my-browser", "'--new-window https://'*' --private'");
  user.put_on_path(user.home() / "bin");
  user.set("BROWSER", "my-browser --new-window %s --private");
  EXPECT_TRUE(is_logged_in(user.run({"jeton", "login", "pkce"})));
}

TEST_F(Consent, IsAskedForInTheNextBrowserWhereOneIsNotThere) {
  make_browser("my-browser");
  user.put_on_path(user.home() / "bin");
  user.set("BROWSER", "no-such-browser:/no/such/browser %s::my-browser");
  EXPECT_TRUE(is_logged_in(user.run({"jeton", "login", "pkce"})));
}

TEST_F(Consent, IsAskedForInTheDesktopsBrowserElse) {
  make_browser("xdg-open");
  user.put_on_path(user.home() / "bin");
  EXPECT_TRUE(is_logged_in(user.run({"jeton", "login", "tradier"})));
}

TEST_F(Consent, WithoutABrowserHasItsAddressShown) {
  user.set("BROWSER", "no-such-browser");
  auto login = user.start({"jeton", "login", "pkce"}, {}, Process::Input::stays_open);
  consent_in_browser(address(login));
  const auto outcome = login.finish();
  EXPECT_TRUE(is_logged_in(outcome));
  EXPECT_TRUE(contains(outcome.err, "Open this address in a browser:"));
  EXPECT_EQ(outcome.out, "");
}

TEST_F(Consent, IsLeftToTheUserWhereNoBrowserIsWanted) {
  make_browser("my-browser");
  user.put_on_path(user.home() / "bin");
  user.set("BROWSER", "my-browser");
  log_in("pkce");
  EXPECT_FALSE(std::filesystem::exists(user.home() / "called"));
}

TEST_F(Consent, IsNotHeldUpByABrowserThatRunsOn) {
  write_file(user.home() / "bin/my-browser",
             "#!/bin/sh\nls -l /proc/self/fd >fds\ncurl -sSL -o page --cacert '" + sandbox.ca_file().string() +
                 "' -d decision=allow \"$1\"\nexec sleep 30\n",
             0700);
  user.put_on_path(user.home() / "bin");
  user.set("BROWSER", "my-browser");
  auto login = user.start({"jeton", "login", "pkce"}, {}, Process::Input::stays_open);
  EXPECT_TRUE(is_logged_in(login.finish(std::chrono::seconds(20)))) << "its output is held open";
  EXPECT_FALSE(contains(read_file(user.home() / "fds"), "socket:")) << read_file(user.home() / "fds");
}

TEST_F(Consent, IsNotNeededByClientCredentialsWhoseLoginEndsAHoldOff) {
  sandbox.fault("studyteam", "throttle");
  EXPECT_TRUE(failed(user.run({"jeton", "token", "studyteam"}), 7));
  EXPECT_TRUE(failed(user.run({"jeton", "token", "studyteam"}), 7, "held off until"));
  const auto outcome = user.run({"jeton", "login", "studyteam"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(contains(outcome.err, "jeton: studyteam: the provider gave a token, which lives for ")) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  token("studyteam");
  EXPECT_EQ(sandbox.token_requests("studyteam"), 2);
}

TEST_F(Consent, ForNoProfileSaysSo) {
  EXPECT_TRUE(failed(user.run({"jeton", "login", "nobody"}), 3, "nobody: there is no such profile"));
}

TEST_F(Consent, ThatNobodyGaveIsSaidAndNeverPromptedFor) {
  for (const std::string profile : {"tradier", "clayton", "pkce", "device"}) {
    SCOPED_TRACE(profile);
    const auto reason = "nobody has logged in yet; run: jeton login " + profile;
    EXPECT_TRUE(failed(user.run({"jeton", "token", profile}), 4, reason));
    const auto git = git_get(profile);
    EXPECT_EQ(git.out, "quit=1\n");
    EXPECT_TRUE(failed(git, 4, reason));
    const auto docker = user.run({"docker-credential-jeton", "get"}, sandbox.authority(profile));
    EXPECT_EQ(docker.status, 1);
    EXPECT_TRUE(contains(docker.out, reason)) << docker.out;
    EXPECT_EQ(state_of(profile), "login-required");
    EXPECT_EQ(sandbox.token_requests(profile), 0);
  }
}

}  // namespace
}  // namespace jeton::e2e
