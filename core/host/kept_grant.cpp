#include "host/kept_grant.hpp"

#include <ctime>

#include "base/fingerprint.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"

namespace jeton {
namespace {

constexpr std::string_view refresh_type = "refresh_token";

struct Describe {
  Spending operator()(const ClientCredentials& /*grant*/) const { return {.grant_type = "client_credentials"}; }
  Spending operator()(const AuthorizationCode& grant) const {
    return {.grant_type = "authorization_code", .spent = fingerprint(grant.code)};
  }
  Spending operator()(const DeviceCode& grant) const {
    return {.grant_type = "device_code", .spent = fingerprint(grant.device_code)};
  }
  Spending operator()(const RefreshToken& grant) const {
    return {.grant_type = std::string(refresh_type), .spent = fingerprint(grant.refresh_token)};
  }
};

/// How a provider says that a code or a refresh token is of no use any more, and that no other try will be; but not
/// while it has trouble of its own.
bool is_invalid_grant(const Failure& failure) {
  return failure.error == "invalid_grant" && failure.status == Status::refused;
}

/// A person has not entered the device's code yet (RFC 8628 section 3.5). One login asks hundreds of times.
bool is_poll(const Failure& failure) {
  return failure.error == "authorization_pending" || failure.error == "slow_down";
}

}  // namespace

std::string grant_id(const std::string& token_url, const std::string& client_id) {
  return Fingerprint().add(token_url).add(client_id).hex().substr(0, 16);
}

KeptGrant::KeptGrant(const OpenedProfile& of, const TokenEndpoint& endpoint, const Folder& state)
    : of_(of),
      endpoint_(endpoint),
      state_(state),
      id_(grant_id(of.profile.service.token_url, endpoint.client().client_id)) {
  stored_ = of.store.load(of.profile.name).grants[id_];
  const auto left = Journal::load(state, journal_file(), *of.seal);
  if (!left) return;
  lost_before_ = left->spending.grant_type == refresh_type && !left->answer;
  if (!left->answer) return;
  trace(of.profile.name + ": an earlier process got an answer and ended; going on from there");
  if (auto token = take_in(left->spending, RefreshToken{stored_.refresh_token}, *left->answer)) {
    recovered_ = std::move(*token);
  } else {
    finish();
  }
}

std::optional<AccessToken> KeptGrant::access_token() const {
  auto token = AccessToken::parse(stored_.access_token);
  return token && fingerprint(token->secret) != stored_.rejected ? std::move(token) : std::nullopt;
}

std::expected<AccessToken, Failure> KeptGrant::consent(const Grant& grant, Reason reason) {
  return spend(grant, std::visit(Describe{}, grant), reason);
}

std::expected<AccessToken, Failure> KeptGrant::refresh(Reason reason) {
  const auto once = [&] {
    const Grant grant = RefreshToken{stored_.refresh_token};
    return spend(grant, std::visit(Describe{}, grant), reason);
  };
  const auto used = stored_.refresh_token;
  auto token = once();
  // Somebody else may have been faster where locks do not reach, in a home folder on a network, say.
  const bool has_another = stored_.refresh_token != used && stored_.refused_because.empty();
  return !token && is_invalid_grant(token.error()) && has_another ? once() : token;
}

std::expected<AccessToken, Failure> KeptGrant::spend(const Grant& grant, const Spending& spending, Reason reason) {
  const auto logged = of_.log.begin(of_.profile.name, name_of(reason), spending.grant_type);
  auto token = spend_unlogged(grant, spending);
  if (token) {
    of_.log.end(logged, Status::done, {});
  } else if (!is_poll(token.error())) {
    of_.log.end(logged, token.error().status, token.error().message);
  }
  return token;
}

std::expected<AccessToken, Failure> KeptGrant::spend_unlogged(const Grant& grant, const Spending& spending) {
  if (!unsaved_.empty()) throw Error(Status::storage, unsaved_);
  Spending now = spending;
  now.sent_at = std::time(nullptr);
  const auto journal = Journal::begin(state_, journal_file(), now, *of_.seal);
  auto response = endpoint_.request(grant);
  const auto lost = [&] { return !response && response.error().may_have_arrived; };
  if (lost() && now.grant_type == refresh_type && !lost_before_) {
    trace(of_.profile.name + ": the answer to a refresh was lost; asking once more");
    response = endpoint_.request(grant);
  }
  if (!response) {
    // More tries in a row could look like theft to a provider that has rotated the token.
    if (lost()) response.error().fault = Fault::refusal;
    finish();
    return std::unexpected(std::move(response.error()));
  }
  try {
    journal.answer(*response);
  } catch (const Error& error) {
    trace(error.what());  // the answer is here, and may still get into the store
  }
  auto token = take_in(now, grant, *response);
  if (!token) finish();
  return token;
}

/// What an answer changes in the store, before anything else is made of it.
std::expected<AccessToken, Failure> KeptGrant::take_in(const Spending& spending, const Grant& grant,
                                                       const HttpResponse& response) {
  auto answer = endpoint_.read(response, spending.sent_at, grant);
  auto secrets = of_.store.load(of_.profile.name);
  auto& stored = secrets.grants[id_];
  const bool refreshes = spending.grant_type == refresh_type;
  const bool brought_something = answer.token || !answer.refresh_token.empty();
  bool changed = brought_something;
  if (!refreshes && brought_something) stored = {};
  if (!answer.refresh_token.empty()) stored.refresh_token = answer.refresh_token;
  if (brought_something) stored.refused_because.clear();
  if (answer.token) {
    answer.token->replaceable = !stored.refresh_token.empty();
    stored.access_token = answer.token->replaceable ? std::string() : answer.token->text();
    stored.rejected.clear();
  } else if (refreshes && is_invalid_grant(answer.token.error()) &&
             fingerprint(stored.refresh_token) == spending.spent) {
    stored.refused_because = answer.token.error().message =
        "the provider takes the refresh token no more (" + answer.token.error().reason + ')';
    answer.token.error().status = Status::login_required;
    changed = true;
  }
  stored_ = stored;
  try {
    if (changed) of_.store.save(of_.profile.name, secrets);
  } catch (const Error& error) {
    unsaved_ = std::string(error.what()) + "; the answer is kept in " + state_.path() + '/' + journal_file();
  }
  return std::move(answer.token);
}

void KeptGrant::finish() const {
  if (unsaved_.empty()) Journal::remove(state_, journal_file());
}

void KeptGrant::set_rejected(const std::string& fingerprint) {
  auto secrets = of_.store.load(of_.profile.name);
  secrets.grants[id_].rejected = stored_.rejected = fingerprint;
  of_.store.save(of_.profile.name, secrets);
}

}  // namespace jeton
