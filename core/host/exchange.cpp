#include "host/exchange.hpp"

#include <sys/random.h>

#include <ctime>
#include <memory>
#include <utility>

#include "base/fingerprint.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "host/kept_grant.hpp"
#include "host/plugin_call.hpp"
#include "host/static_token.hpp"
#include "store/hold_off.hpp"
#include "token/freshness.hpp"

namespace jeton {
namespace {

/// A replacement that a server rejects within this time starts a hold-off.
constexpr Seconds rejected_at_once = 60;

const Folder& needed(const Folder* state) {
  if (state == nullptr) throw Error(Status::storage, "the secret store cannot be written, so nothing is sent");
  return *state;
}

class TokenRequest {
 public:
  TokenRequest(const Exchange& work, const TokenEndpoint& endpoint, Seconds now);

  Reply run();
  std::expected<Reply, ConsentRefused> run(const Grant& consent);

 private:
  bool is_valid(const AccessToken& token) const;
  void look_into_store();
  std::optional<Reply> answer_without_asking();
  std::optional<Reply> held_off() const;
  std::expected<AccessToken, Failure> ask();
  std::expected<AccessToken, Failure> ask_as_client() const;
  std::expected<AccessToken, Failure> ask_by_grant();
  Failure login_required() const;
  Reply keep(AccessToken token);
  HoldOff hold_off_after(const Failure& failure) const;
  std::unique_ptr<const LeftBehind> leave_hold_off() const;
  Reply give_up(const Failure& failure);
  template <class Action>
  void try_to_keep(Reply& reply, const Action& action) const;

  const Exchange& work_;
  const OpenedProfile& of_;
  Seconds now_;
  const TokenEndpoint& endpoint_;
  std::optional<AccessToken> cached_;
  std::optional<HoldOff> hold_off_;
  std::optional<KeptGrant> kept_;
};

TokenRequest::TokenRequest(const Exchange& work, const TokenEndpoint& endpoint, Seconds now)
    : work_(work), of_(work.of), now_(now), endpoint_(endpoint), cached_(of_.cache.load(of_.route)) {
  if (work.state != nullptr) hold_off_ = HoldOff::load(*work.state, hold_off_file(of_.route));
  if (of_.profile.needs_consent()) look_into_store();
}

bool TokenRequest::is_valid(const AccessToken& token) const {
  return token.request == endpoint_.fingerprint() && freshness(token, now_, 0) != Freshness::expired &&
         !of_.cache.is_rejected(fingerprint(token.secret));
}

/// The store has more than the cache where the cache was cleaned, or a process ended before it could write there.
void TokenRequest::look_into_store() {
  kept_.emplace(of_, endpoint_, needed(work_.state));
  if (cached_ && !cached_->replaceable && of_.cache.is_rejected(fingerprint(cached_->secret)) &&
      kept_->stored().rejected != fingerprint(cached_->secret)) {
    kept_->set_rejected(fingerprint(cached_->secret));
  }
  auto kept = kept_->recovered() ? kept_->recovered() : kept_->access_token();
  if (!kept || !is_valid(*kept) || (cached_ && is_valid(*cached_) && !kept_->recovered())) return;
  cached_ = std::move(kept);
  Reply not_shown;
  try_to_keep(not_shown, [&] { of_.cache.save(of_.route, *cached_); });
  if (kept_->recovered()) kept_->finish();
}

/// What can be said without a request: a token that is there after all, or that the provider must not be asked now.
std::optional<Reply> TokenRequest::answer_without_asking() {
  const bool valid = cached_ && is_valid(*cached_);
  const bool fresh =
      valid && (!cached_->replaceable || freshness(*cached_, now_, of_.route.min_validity) != Freshness::stale);
  const bool wants_another = work_.reason == Reason::renew || work_.reason == Reason::ahead;
  const bool was_brought = kept_ && (kept_->recovered() || (cached_ && !cached_->replaceable));
  if (fresh && (work_.reason == Reason::changed || (was_brought && !wants_another))) {
    trace("a token that is there already serves");
    Reply reply{.token = cached_, .from = Reply::From::cache};
    reply.token->sources = endpoint_.sources();
    try_to_keep(reply, [&] { of_.cache.save(of_.route, *reply.token); });
    return reply;
  }
  if (work_.reason == Reason::login) return std::nullopt;
  if (auto reply = held_off()) return reply;
  if (!cached_ || cached_->request != endpoint_.fingerprint() || cached_->replaced_rejected.empty())
    return std::nullopt;
  const auto rejected_at = of_.cache.rejected_at(fingerprint(cached_->secret));
  const bool already_held_off = hold_off_ && rejected_at && hold_off_->failed_at >= *rejected_at;
  if (rejected_at && *rejected_at - cached_->sent_at <= rejected_at_once && !already_held_off) {
    return give_up({.fault = Fault::refusal,
                    .status = Status::held_off,
                    .message = "the server rejects every token, also the one that was just received"});
  }
  return std::nullopt;
}

std::optional<Reply> TokenRequest::held_off() const {
  if (!hold_off_ || hold_off_->request != endpoint_.fingerprint() || !hold_off_->holds(now_)) return std::nullopt;
  if (cached_ && is_valid(*cached_)) return Reply{.token = cached_, .from = Reply::From::cache};
  const auto error = hold_off_->error(now_);
  return Reply{.status = error.status(), .message = error.what()};
}

std::expected<AccessToken, Failure> TokenRequest::ask() {
  auto token = ask_by_grant();
  if (token && cached_ && of_.cache.is_rejected(fingerprint(cached_->secret))) {
    token->replaced_rejected = fingerprint(cached_->secret);
  }
  return token;
}

std::expected<AccessToken, Failure> TokenRequest::ask_as_client() const {
  const Seconds sent_at = std::time(nullptr);
  const Grant grant = ClientCredentials{};
  const auto response = endpoint_.request(grant);
  if (!response) return std::unexpected(response.error());
  const auto left = leave_hold_off();
  try {
    return endpoint_.read(*response, sent_at, grant).token;
  } catch (const Error& error) {
    // The provider has been asked: that its plugin breaks over every answer must not have it asked by everybody.
    return std::unexpected(Failure{.status = error.status(), .message = error.what()});
  }
}

std::expected<AccessToken, Failure> TokenRequest::ask_by_grant() {
  if (!kept_) {
    const auto logged = of_.log.begin(of_.profile.name, name_of(work_.reason), "client_credentials");
    auto token = ask_as_client();
    of_.log.end(logged, token ? Status::done : token.error().status, token ? std::string() : token.error().message);
    return token;
  }
  const auto& stored = kept_->stored();
  if (stored.refresh_token.empty() || !stored.refused_because.empty()) return std::unexpected(login_required());
  auto token = kept_->refresh(work_.reason);
  return !token && token.error().status == Status::login_required ? std::unexpected(login_required())
                                                                  : std::move(token);
}

/// Only a person can go on.
Failure TokenRequest::login_required() const {
  const auto& stored = kept_->stored();
  const auto kept = AccessToken::parse(stored.access_token);
  std::string why = "nobody has logged in yet";
  if (!stored.refused_because.empty()) {
    why = stored.refused_because;
  } else if (!stored.rejected.empty()) {
    why = "the server does not accept the token any more";
  } else if (kept && kept->expires_at && *kept->expires_at <= now_) {
    why = "the token has expired, and the provider gave no refresh token with it";
  } else if (kept) {
    why = "another token takes a login, since the provider gave no refresh token";
  }
  return {.fault = Fault::refusal,
          .status = Status::login_required,
          .message = why + "; run: jeton login " + of_.profile.name,
          .pause = 0};
}

/// What cannot be kept costs a warning; the answer is given all the same.
template <class Action>
void TokenRequest::try_to_keep(Reply& reply, const Action& action) const {
  try {
    action();
  } catch (const Error& error) {
    reply.warnings.emplace_back(error.what());
  }
}

Reply TokenRequest::keep(AccessToken token) {
  Reply reply{.token = std::move(token)};
  if (kept_ && !kept_->unsaved().empty()) reply.warnings.push_back(kept_->unsaved());
  try_to_keep(reply, [&] { of_.cache.save(of_.route, *reply.token); });
  if (kept_) try_to_keep(reply, [&] { kept_->finish(); });
  // A replacement is not yet known to be accepted: what led to it is kept, so that pauses grow while none is.
  if (work_.state != nullptr && hold_off_ && reply.token->replaced_rejected.empty()) {
    try_to_keep(reply, [&] { work_.state->remove(hold_off_file(of_.route)); });
  }
  return reply;
}

/// Up to a quarter more, so that many machines do not come back together.
Seconds with_jitter(Seconds pause) {
  unsigned char random = 0;
  if (::getrandom(&random, sizeof random, 0) != sizeof random) return pause;
  return pause + pause * random / 1024;
}

HoldOff TokenRequest::hold_off_after(const Failure& failure) const {
  const int failures = hold_off_ && hold_off_->request == endpoint_.fingerprint() ? hold_off_->failures + 1 : 1;
  const Seconds pause = failure.pause.value_or(with_jitter(growing_pause(failure.fault, failures)));
  const Seconds now = std::time(nullptr);
  return {.status = failure.status,
          .message = failure.message,
          .failed_at = now,
          .failed_at_ns = clock_ns(),
          .until = now + pause,
          .failures = failures,
          .request = endpoint_.fingerprint(),
          .sources = endpoint_.sources()};
}

/// The plugin's end may be this process's. The provider has been asked by then, and is not to be asked by everybody.
std::unique_ptr<const LeftBehind> TokenRequest::leave_hold_off() const {
  if (work_.state == nullptr) return nullptr;
  const auto hold_off = hold_off_after(
      {.status = Status::plugin,
       .message = "the plugin " + of_.profile.provider + " broke over the provider's answer" + plugin_remedy});
  return std::make_unique<LeftBehind>(work_.state->path() + '/' + hold_off_file(of_.route), hold_off.text());
}

Reply TokenRequest::give_up(const Failure& failure) {
  const auto hold_off = hold_off_after(failure);
  Reply reply{.from = Reply::From::cache, .status = failure.status, .message = failure.message};
  if (failure.status == Status::held_off) reply.message = hold_off.error(std::time(nullptr)).what();
  if (work_.state != nullptr) try_to_keep(reply, [&] { hold_off.save(*work_.state, hold_off_file(of_.route)); });
  if (cached_ && is_valid(*cached_)) {
    reply.token = cached_;
    if (work_.reason == Reason::renew) reply.warnings.push_back(failure.message + "; the cached token still lives");
  }
  return reply;
}

Reply TokenRequest::run() {
  if (auto reply = answer_without_asking()) return std::move(*reply);
  auto token = ask();
  return token ? keep(std::move(*token)) : give_up(token.error());
}

std::expected<Reply, ConsentRefused> TokenRequest::run(const Grant& consent) {
  auto token = kept_->consent(consent, work_.reason);
  if (!token) {
    const auto& failure = token.error();
    // A code is good for one try, so another login is what is needed, unless the client itself was refused.
    const bool needs_another = failure.error == "invalid_grant";
    return std::unexpected(ConsentRefused{
        .error = failure.error,
        .reason = needs_another
                      ? Error(Status::login_required, "the provider does not accept the code (" + failure.reason +
                                                          "); run: jeton login " + of_.profile.name)
                      : Error(failure.status, failure.message)});
  }
  return keep(std::move(*token));
}

}  // namespace

Reply exchange(const Exchange& work) {
  const Seconds now = std::time(nullptr);
  if (work.of.profile.service.grant == GrantType::static_token) return static_token(work, now);
  const TokenEndpoint endpoint(work.of, work.environment);
  return TokenRequest(work, endpoint, now).run();
}

std::expected<Reply, ConsentRefused> exchange_consent(const Exchange& work, const TokenEndpoint& endpoint,
                                                      const Grant& grant) {
  return TokenRequest(work, endpoint, std::time(nullptr)).run(grant);
}

}  // namespace jeton
