#include <unistd.h>

#include <cstdio>
#include <optional>

#include "base/message.hpp"
#include "base/text.hpp"
#include "host/login.hpp"
#include "host/token_endpoint.hpp"
#include "login/authorization.hpp"
#include "login/browser.hpp"
#include "login/redirect_listener.hpp"
#include "login/terminal.hpp"

namespace jeton {
namespace {

constexpr Seconds patience = 900;  // for a person; codes live for ten minutes at most (section 4.1.2)

class BrowserLogin {
 public:
  explicit BrowserLogin(const Login& login)
      : login_(login),
        endpoint_(login.of, login.environment),
        pastes_(login.options.code == LoginOptions::Code::from_standard_input || ::isatty(STDIN_FILENO) != 0) {}

  Reply run();

 private:
  std::string authorization_url() const;
  void listen(const std::string& redirect_url);
  void explain(const std::string& url) const;
  AuthorizationResponse wait_for_answer();
  std::optional<AuthorizationResponse> read_line();
  Reply exchange_code(const AuthorizationResponse& answer);
  void show(const Page& page);

  const Login& login_;
  TokenEndpoint endpoint_;
  Authorization authorization_;
  std::string redirect_url_;
  std::optional<RedirectListener> listener_;
  bool pastes_;
  bool browser_answered_ = false;
  Lines lines_;
};

std::string BrowserLogin::authorization_url() const {
  const auto url = call_plugin(login_.of.profile, endpoint_.redaction(), [&] {
    return login_.of.provider.authorization_url(endpoint_.client(), {.redirect_url = redirect_url_,
                                                                     .state = authorization_.state,
                                                                     .code_challenge = authorization_.code_challenge});
  });
  if (!url) throw Error(Status::configuration, url.error().key + ' ' + url.error().message);
  return *url;
}

void BrowserLogin::listen(const std::string& redirect_url) {
  try {
    listener_.emplace(redirect_url, [this](std::string_view query) { return read_redirect(query, authorization_); });
    redirect_url_ = listener_->redirect_url();
  } catch (const Error& error) {
    // The address that the browser is sent to can still be copied out of it.
    if (!pastes_)
      throw Error(error.status(),
                  std::string(error.what()) + "; end it, or use: jeton login --code - " + login_.options.profile);
    print_message(login_.options.profile + ": warning: " + error.what() +
                  ", so the browser cannot come back by itself");
  }
}

void BrowserLogin::explain(const std::string& url) const {
  const bool only_told = login_.options.browser == LoginOptions::Browser::only_told;
  const bool opened = !only_told && open_in_browser(url, login_.environment);
  std::fprintf(
      stderr, "%s\n\n  %s\n\n",
      opened ? "Opening this address in your browser:" : "Open this address in a browser:", escaped(url).c_str());
  print_bare_address(login_.options, url);
  if (listener_) {
    std::fprintf(stderr,
                 "Waiting for the browser to come back to %s, for at most %s\n"
                 "(from another machine: ssh -L %d:127.0.0.1:%d THIS-MACHINE).\n",
                 escaped(redirect_url_).c_str(), in_words(patience).c_str(), listener_->port(), listener_->port());
  }
  if (pastes_) {
    std::fprintf(stderr, "%s the code, or the whole address that the browser shows in the end:\n",
                 listener_ ? "Or paste here" : "Then paste here");
  }
}

/// A line of what was typed or piped. Nothing where it is none yet, or one that a person may correct.
std::optional<AuthorizationResponse> BrowserLogin::read_line() {
  const auto line = lines_.next();
  if (!line) return std::nullopt;
  if (line->empty() && lines_.ended()) {
    pastes_ = false;
    if (!listener_) throw Error(Status::usage, "standard input ended without a code");
    return std::nullopt;
  }
  auto answer = read_pasted(*line, authorization_);
  if (answer) return std::move(*answer);
  if (::isatty(STDIN_FILENO) == 0) {
    throw Error(Status::login_required,
                "the address that was pasted " + answer.error() + "; run: jeton login " + login_.options.profile);
  }
  if (!trim(*line).empty())
    std::fprintf(stderr, "That address %s. Paste the one of this login:\n", answer.error().c_str());
  return std::nullopt;
}

AuthorizationResponse BrowserLogin::wait_for_answer() {
  for (;;) {
    std::vector<int> fds;
    if (listener_) fds.push_back(listener_->ready());
    if (pastes_) fds.push_back(STDIN_FILENO);
    const auto which = wait_for_any(fds, patience);
    if (!which) {
      throw Error(Status::login_required,
                  "nobody answered within " + in_words(patience) + "; run: jeton login " + login_.options.profile);
    }
    browser_answered_ = listener_ && *which == 0;
    if (browser_answered_) return listener_->answer();
    if (auto answer = read_line()) return std::move(*answer);
  }
}

void BrowserLogin::show(const Page& page) {
  if (browser_answered_) listener_->show(page);
}

Reply BrowserLogin::exchange_code(const AuthorizationResponse& answer) {
  const auto& name = login_.options.profile;
  try {
    const auto& redacted = endpoint_.redaction();
    if (!answer.error.empty()) throw consent_error(redacted(answer.error), redacted(answer.error_description), name);
    auto reply = exchange_in_turn(
        login_, endpoint_,
        AuthorizationCode{
            .code = answer.code, .redirect_url = redirect_url_, .code_verifier = authorization_.code_verifier});
    if (!reply) throw reply.error().reason;
    show({.mood = Page::Mood::good,
          .title = "You are logged in",
          .text = "jeton has a token for " + name + ". Close this page and go back to your work.",
          .detail = {}});
    return std::move(*reply);
  } catch (const Error& error) {
    show({.mood = Page::Mood::bad,
          .title = answer.error == "access_denied" ? "Consent was denied" : "The login did not work",
          .text = "jeton has got no token for " + name + ".",
          .detail = error.what()});
    throw;
  }
}

Reply BrowserLogin::run() {
  const auto& service = login_.of.profile.service;
  redirect_url_ = service.redirect_url;
  authorization_.state = random_token();
  if (service.pkce == Pkce::s256) {
    authorization_.code_verifier = random_token();
    authorization_.code_challenge = s256(authorization_.code_verifier);
  }
  authorization_.origins = {origin_of(service.authorization_url), origin_of(service.token_url)};
  // A consent page that takes no state gives none back.
  if (!authorization_url().contains(authorization_.state)) authorization_.state.clear();
  if (RedirectListener::can_listen(redirect_url_)) listen(redirect_url_);
  if (!listener_ && !pastes_) {
    throw Error(Status::usage,
                "there is no terminal to paste the code into; use: jeton login --code - " + login_.options.profile);
  }
  explain(authorization_url());
  return exchange_code(wait_for_answer());
}

}  // namespace

Reply log_in_by_browser(const Login& login) {
  return BrowserLogin(login).run();
}

}  // namespace jeton
