#include "front/git_helper.hpp"

#include <unistd.h>

#include <ctime>

#include "base/file.hpp"
#include "base/fingerprint.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "front/choice.hpp"
#include "front/host_seal.hpp"
#include "git/credential.hpp"
#include "git/stored_login.hpp"
#include "store/logins.hpp"

namespace jeton {
namespace {

using git::Answer;
using git::Request;

/// One call of the helper.
class GitHelper {
 public:
  GitHelper(Request request, const std::optional<std::string>& only, TokenSource& tokens)
      : request_(std::move(request)),
        only_(only),
        tokens_(tokens),
        seal_(tokens),
        logins_(tokens.places().state, LoginStore::Protocol::git, seal_) {}

  void get();
  /// True once a profile is known to cover the request: then no other helper, and no prompt, can be of use.
  bool is_covered() const { return covered_; }
  void store();
  void erase();

 private:
  std::optional<ProfileRoute> profile();
  bool is_any_profiles();
  Answer answer(const ProfileRoute& profile);
  void reject_answered(const ProfileRoute& profile);

  Request request_;
  const std::optional<std::string>& only_;
  TokenSource& tokens_;
  HostSeal seal_;
  LoginStore logins_;
  bool covered_ = false;
};

std::optional<ProfileRoute> GitHelper::profile() {
  const auto url = git::url_of(request_);
  return url ? choose_profile(tokens_, *url, only_, request_.username) : std::nullopt;
}

bool GitHelper::is_any_profiles() {
  const auto url = git::url_of(request_);
  return url && !tokens_.routes().best_matches(*url).empty();
}

/// What git had from us was rejected. It says which token that was, unless it has forgotten by now: a `store` in
/// between takes our state from it. Then it can only have been the cached one.
void GitHelper::reject_answered(const ProfileRoute& profile) {
  if (const auto answered = git::answered_token(request_)) {
    tokens_.reject(profile, *answered);
  } else if (const auto cached = tokens_.cache().load(profile)) {
    tokens_.reject(profile, fingerprint(cached->secret));
  }
}

Answer GitHelper::answer(const ProfileRoute& profile) {
  const bool retry = git::is_retry(request_);
  if (retry) reject_answered(profile);
  const auto token = tokens_.get(profile, {});
  const bool wants_bearer = profile.git_auth == GitAuth::bearer ||
                            (profile.git_auth == GitAuth::automatic && git::offers(request_.wwwauth, "bearer"));
  Answer answer{.scheme = wants_bearer && request_.can_authtype ? Answer::Scheme::bearer : Answer::Scheme::basic,
                .username = request_.username.value_or(profile.username),
                .token = token.access_token.secret,
                .expires_at = token.access_token.expires_at,
                .continue_with = std::nullopt};
  if (request_.can_state && !retry && token.from == Reply::From::cache && token.access_token.replaceable) {
    answer.continue_with = fingerprint(token.access_token.secret);
  }
  return answer;
}

void GitHelper::get() {
  const auto chosen = profile();
  if (!chosen) {
    if (tokens_.routes().stores_git_logins()) {
      write_all(STDOUT_FILENO, git::find_login(logins_.load(git::login_name(request_)), request_, std::time(nullptr)));
    } else {
      trace("no profile covers " + request_.protocol + "://" + request_.host);
    }
    return;
  }
  covered_ = true;
  try {
    auto text = git::write(answer(*chosen));
    write_all(STDOUT_FILENO, text);
    wipe(text);
  } catch (const Error& error) {
    throw Error(error.status(), chosen->name + ": " + error.what());
  }
}

void GitHelper::store() {
  // A token of ours needs no storing, and a password for a host of ours must not take its place.
  if (is_any_profiles() || !tokens_.routes().stores_git_logins()) return;
  logins_.change(git::login_name(request_), [&](auto& logins) { git::store_login(logins, request_); });
}

void GitHelper::erase() {
  const auto& secret = request_.credential ? request_.credential : request_.password;
  if (!is_any_profiles()) {
    if (!tokens_.routes().stores_git_logins()) return;
    logins_.change(git::login_name(request_), [&](auto& logins) { git::erase_login(logins, request_); });
  } else if (secret) {
    // Whichever profile it came from; a password that is none of ours is nobody's.
    for (const auto& name : tokens_.routes().best_matches(*git::url_of(request_))) {
      tokens_.reject(tokens_.profile(name), fingerprint(*secret));
    }
  } else if (const auto chosen = profile()) {
    tokens_.cache().forget(*chosen);
  }
}

/// All of it, so that git is not left with a pipe that nobody reads; nothing where it is too much.
std::string read_input() {
  constexpr std::size_t most = std::size_t{64} << 20U;
  return read_all(STDIN_FILENO, most).value_or("");
}

int get_or_quit(GitHelper& helper) {
  try {
    helper.get();
    return static_cast<int>(Status::done);
  } catch (const Error& error) {
    print_message(error.what());
    // Where it is not known whose host this is, since the configuration cannot be read, say, the next helper has its
    // turn.
    const bool is_ours = helper.is_covered() || error.status() == Status::no_credentials;
    if (is_ours) write_all(STDOUT_FILENO, git::write_quit());
    return static_cast<int>(error.status());
  }
}

}  // namespace

int run_git_helper(const std::string& action, const std::optional<std::string>& only, TokenSource& tokens) {
  if (action == "capability") {
    write_all(STDOUT_FILENO, git::write_capabilities());
    return static_cast<int>(Status::done);
  }
  auto input = read_input();
  auto request = git::read(input);
  wipe(input);
  if (!request) {
    trace("git's request gets no answer: " + request.error());
    return static_cast<int>(Status::done);
  }
  GitHelper helper(std::move(*request), only, tokens);
  if (action == "get") return get_or_quit(helper);
  if (action == "store") helper.store();
  if (action == "erase") helper.erase();
  return static_cast<int>(Status::done);
}

}  // namespace jeton
