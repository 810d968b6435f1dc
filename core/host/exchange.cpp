#include "host/exchange.hpp"

#include <sys/random.h>

#include <cmath>
#include <ctime>
#include <utility>

#include "base/fingerprint.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "config/secret.hpp"
#include "host/http_client.hpp"
#include "host/pause.hpp"
#include "store/hold_off.hpp"
#include "token/freshness.hpp"
#include "token/lifetime.hpp"

namespace jeton {
namespace {

/// A replacement that a server rejects within this time starts a hold-off.
constexpr Seconds rejected_at_once = 60;

/// A token request that brought no token.
struct Failure {
  Fault fault = Fault::network;
  Status status = Status::unreachable;
  std::string message;
  std::optional<Seconds> pause = {};  ///< as the provider says
};

std::string fingerprint_of(const HttpRequest& request) {
  Fingerprint all;
  all.add(request.method).add(request.url).add(request.body);
  for (const auto& header : request.headers) all.add(header.name).add(header.value);
  return all.hex();
}

/// Nobody's fault but the plugin's: what it throws costs its own profile an error.
template <class Call>
auto guarded(const Profile& profile, const Call& call) {
  try {
    return call();
  } catch (const std::exception& error) {
    throw Error(Status::plugin, "the plugin " + profile.provider + " broke: " + printable(error.what()));
  }
}

Connection connection_of(const Profile& profile) {
  return {.ca_file = profile.ca_file,
          .client_certificate = profile.client_certificate,
          .client_key = profile.client_key,
          .proxy = profile.proxy,
          .connect_timeout = profile.connect_timeout,
          .timeout = profile.timeout};
}

std::string described(const TokenError& error) {
  std::string text = printable(error.error);
  if (!error.description.empty()) text += (text.empty() ? "" : ": ") + printable(error.description);
  return text;
}

Failure failure_of(const std::string& profile, const HttpResponse& response, const TokenError& error, Seconds now) {
  auto pause = requested_pause(response, now);
  const bool refused = error.kind == TokenError::Kind::refused || response.status == 401 || response.status == 403;
  if (response.status == 429) {
    return {Fault::refusal, Status::held_off, "the provider throttles: " + described(error), pause};
  }
  if (response.status >= 500 || error.error == "temporarily_unavailable" || error.error == "server_error") {
    return {Fault::server, Status::unreachable, "the provider has trouble of its own: " + described(error), pause};
  }
  if (refused) {
    return {
        Fault::refusal, Status::refused,
        "the provider refused the credentials: " + described(error) + "; check them, then run: jeton login " + profile,
        pause};
  }
  return {Fault::network, Status::unreachable,
          "the provider's answer cannot be used: " + described(error) + "; check token_url", pause};
}

class TokenRequest {
 public:
  explicit TokenRequest(const Exchange& work, Seconds now) : work_(work), now_(now) {}

  Reply run();

 private:
  bool is_valid(const AccessToken& token) const;
  std::optional<Reply> answer_without_asking();
  std::expected<AccessToken, Failure> ask();
  std::expected<AccessToken, Failure> read(const HttpResponse& response, Seconds sent_at);
  Reply keep(AccessToken token);
  Reply give_up(const Failure& failure);
  template <class Action>
  void try_to_keep(Reply& reply, const Action& action) const;

  const Exchange& work_;
  Seconds now_;
  Client client_;
  HttpRequest request_;
  std::vector<Source> sources_;
  std::string fingerprint_;
  std::optional<AccessToken> cached_;
  std::optional<HoldOff> hold_off_;
};

bool TokenRequest::is_valid(const AccessToken& token) const {
  return token.request == fingerprint_ && freshness(token, now_, 0) != Freshness::expired &&
         !work_.cache.is_rejected(fingerprint(token.secret));
}

/// What can be said without a request: the cached token after all, or that the provider must not be asked now.
std::optional<Reply> TokenRequest::answer_without_asking() {
  const bool valid = cached_ && is_valid(*cached_);
  if (work_.reason == Reason::changed && valid &&
      freshness(*cached_, now_, work_.route.min_validity) != Freshness::stale) {
    trace("what is sent for a token has not changed; the cached one serves");
    Reply reply{.token = cached_, .from = Reply::From::cache};
    reply.token->sources = sources_;
    try_to_keep(reply, [&] { work_.cache.save(work_.route, *reply.token); });
    return reply;
  }
  if (work_.reason == Reason::login) return std::nullopt;
  if (hold_off_ && hold_off_->request == fingerprint_ && hold_off_->until > now_) {
    if (valid) return Reply{.token = cached_, .from = Reply::From::cache};
    const auto error = hold_off_->error(now_);
    return Reply{.status = error.status(), .message = error.what()};
  }
  if (!cached_ || cached_->request != fingerprint_ || cached_->replaced_rejected.empty()) return std::nullopt;
  const auto rejected_at = work_.cache.rejected_at(fingerprint(cached_->secret));
  const bool already_held_off = hold_off_ && rejected_at && hold_off_->failed_at >= *rejected_at;
  if (rejected_at && *rejected_at - cached_->sent_at <= rejected_at_once && !already_held_off) {
    return give_up(
        {Fault::refusal, Status::held_off, "the server rejects every token, also the one that was just received"});
  }
  return std::nullopt;
}

std::expected<AccessToken, Failure> TokenRequest::ask() {
  trace("token request: " + request_.method + ' ' + request_.url.substr(0, request_.url.find('?')));
  const Seconds sent_at = std::time(nullptr);
  const auto response = send(request_, connection_of(work_.profile), work_.environment);
  wipe(request_.body);
  if (!response) return std::unexpected(Failure{.message = response.error()});
  trace("answer: HTTP " + std::to_string(response->status));
  if (response->status >= 300 && response->status < 400) {
    return std::unexpected(Failure{.message = "the token endpoint redirects (HTTP " + std::to_string(response->status) +
                                              "), and a token request follows no redirect; check token_url"});
  }
  return read(*response, sent_at);
}

std::expected<AccessToken, Failure> TokenRequest::read(const HttpResponse& response, Seconds sent_at) {
  const auto answer = guarded(work_.profile, [&] { return work_.provider.token_response(client_, response); });
  if (!answer) return std::unexpected(failure_of(work_.profile.name, response, answer.error(), now_));
  const auto unusable = [](const std::string& why) {
    return std::unexpected(Failure{.message = "the provider's answer cannot be used: " + why});
  };
  if (!is_presentable(answer->access_token)) {
    return unusable("its access token is empty, longer than 32,768 bytes, or has a character that no token may have");
  }
  if (!answer->token_type.empty() && to_lower(answer->token_type) != "bearer") {
    return unusable("its token type is \"" + printable(answer->token_type) +
                    "\", and jeton can present Bearer tokens alone");
  }
  const auto lives = lifetime({.expires_in = answer->expires_in,
                               .expires_in_unit = work_.profile.expires_in_unit,
                               .jwt = jwt_times(answer->access_token),
                               .date = parse_http_date(find_header(response.headers, "Date")),
                               .max_age = work_.profile.service.max_age,
                               .default_lifetime = work_.profile.default_lifetime},
                              sent_at);
  if (!lives) return unusable(lives.error());
  AccessToken token{.secret = answer->access_token,
                    .scope = escaped(answer->scope.empty() ? client_.scope : answer->scope),
                    .sent_at = sent_at,
                    .expires_at = sent_at + lives->seconds,
                    .expires_by = lives->by,
                    .request = fingerprint_,
                    .replaced_rejected = {},
                    .sources = sources_};
  if (cached_ && work_.cache.is_rejected(fingerprint(cached_->secret))) {
    token.replaced_rejected = fingerprint(cached_->secret);
  }
  return token;
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
  try_to_keep(reply, [&] {
    work_.cache.save(work_.route, *reply.token);
    work_.cache.clean(now_);
  });
  // A replacement is not yet known to be accepted: what led to it is kept, so that pauses grow while none is.
  if (work_.state != nullptr && hold_off_ && reply.token->replaced_rejected.empty()) {
    try_to_keep(reply, [&] { work_.state->remove(hold_off_file(work_.route)); });
  }
  return reply;
}

/// Up to a quarter more, so that many machines do not come back together.
Seconds with_jitter(Seconds pause) {
  unsigned char random = 0;
  if (::getrandom(&random, sizeof random, 0) != sizeof random) return pause;
  return pause + pause * random / 1024;
}

Reply TokenRequest::give_up(const Failure& failure) {
  const int failures = hold_off_ && hold_off_->request == fingerprint_ ? hold_off_->failures + 1 : 1;
  const Seconds pause = failure.pause.value_or(with_jitter(growing_pause(failure.fault, failures)));
  const HoldOff hold_off{.status = failure.status,
                         .message = failure.message,
                         .failed_at = std::time(nullptr),
                         .until = std::time(nullptr) + pause,
                         .failures = failures,
                         .request = fingerprint_,
                         .sources = sources_};
  Reply reply{.from = Reply::From::cache, .status = failure.status, .message = failure.message};
  if (failure.status == Status::held_off) reply.message = hold_off.error(std::time(nullptr)).what();
  if (work_.state != nullptr) try_to_keep(reply, [&] { hold_off.save(*work_.state, hold_off_file(work_.route)); });
  if (cached_ && is_valid(*cached_)) {
    reply.token = cached_;
    if (work_.reason == Reason::renew) reply.warnings.push_back(failure.message + "; the cached token still lives");
  }
  return reply;
}

Reply TokenRequest::run() {
  client_ = read_client(work_.profile, work_.environment, sources_);
  request_ = guarded(work_.profile, [&] { return work_.provider.token_request(client_, ClientCredentials{}); });
  wipe(client_.client_secret);
  fingerprint_ = fingerprint_of(request_);
  cached_ = work_.cache.load(work_.route);
  if (work_.state != nullptr) hold_off_ = HoldOff::load(*work_.state, hold_off_file(work_.route));

  if (auto reply = answer_without_asking()) return std::move(*reply);
  auto token = ask();
  return token ? keep(std::move(*token)) : give_up(token.error());
}

}  // namespace

Reply exchange(const Exchange& work) {
  return TokenRequest(work, std::time(nullptr)).run();
}

}  // namespace jeton
