#include "host/token_endpoint.hpp"

#include "base/fingerprint.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "config/secret.hpp"
#include "host/http_client.hpp"
#include "token/lifetime.hpp"

namespace jeton {
namespace {

std::unexpected<Failure> unusable(const std::string& why) {
  return std::unexpected(Failure{.message = "the provider's answer cannot be used: " + why});
}

Failure failure_of(const OpenedProfile& of, const HttpResponse& response, const TokenError& error,
                   const Redaction& redaction, Seconds now) {
  Failure failure{.error = error.error, .reason = described(error, redaction), .pause = requested_pause(response, now)};
  const bool refused = error.kind == TokenError::Kind::refused || response.status == 401 || response.status == 403;
  if (response.status == 429) {
    failure.fault = Fault::refusal;
    failure.status = Status::held_off;
    failure.message = "the provider throttles: " + failure.reason;
  } else if (response.status >= 500 || error.error == "temporarily_unavailable" || error.error == "server_error") {
    failure.fault = Fault::server;
    failure.message = "the provider has trouble of its own: " + failure.reason;
  } else if (refused) {
    failure.fault = Fault::refusal;
    failure.status = Status::refused;
    failure.message = "the provider refused the credentials: " + failure.reason +
                      "; check them, then run: jeton login " + of.profile.name;
  } else {
    failure.message = "the provider's answer cannot be used: " + failure.reason + "; check token_url";
  }
  return failure;
}

/// What the client sends where it has no code and no refresh token yet.
Grant blank_grant(GrantType type) {
  switch (type) {
    case GrantType::client_credentials: return ClientCredentials{};
    case GrantType::authorization_code:
    case GrantType::device_code:
    case GrantType::static_token: return RefreshToken{};
  }
  return ClientCredentials{};
}

/// What a grant has in it that was sent for a token.
struct Spent {
  Redaction& redaction;

  void operator()(const ClientCredentials& /*grant*/) const {}
  void operator()(const AuthorizationCode& grant) const {
    redaction.add(grant.code);
    redaction.add(grant.code_verifier);
  }
  void operator()(const DeviceCode& grant) const { redaction.add(grant.device_code); }
  void operator()(const RefreshToken& grant) const { redaction.add(grant.refresh_token); }
};

/// The client's secrets, whatever request they go into.
Redaction redaction_of(const Client& client) {
  Redaction redaction;
  redaction.add(client.client_secret);
  for (const auto& [key, secret] : client.secrets) redaction.add(secret);
  for (const auto& parameter : client.parameters) {
    if (parameter.name != "grant_type") redaction.add(parameter.value);
  }
  return redaction;
}

std::string fingerprint_of(const HttpRequest& request) {
  Fingerprint all;
  all.add(request.method).add(request.url).add(request.body);
  for (const auto& header : request.headers) all.add(header.name).add(header.value);
  return all.hex();
}

}  // namespace

TokenEndpoint::TokenEndpoint(const OpenedProfile& of, const Environment& environment)
    : of_(of), environment_(environment) {
  const auto find_stored = [&](const std::string& key) { return of.store.find_secret(of.profile.name, key); };
  client_ = read_client(of.profile, environment, find_stored, sources_);
  redaction_ = redaction_of(client_);
  if (of.profile.service.grant == GrantType::static_token) return;
  const auto blank = call_plugin(of.profile, redaction_, [&] {
    return of.provider.token_request(client_, blank_grant(of.profile.service.grant));
  });
  fingerprint_ = fingerprint_of(blank);
  const auto authorization = find_header(blank.headers, "Authorization");
  redaction_.add(authorization.substr(authorization.find(' ') + 1));
}

TokenEndpoint::~TokenEndpoint() {
  wipe(client_.client_secret);
  for (auto& [key, secret] : client_.secrets) wipe(secret);
}

std::string described(const TokenError& error, const Redaction& redaction) {
  std::string text = printable(redaction(error.error));
  if (!error.description.empty()) text += (text.empty() ? "" : ": ") + printable(redaction(error.description));
  return text;
}

std::expected<HttpResponse, Failure> TokenEndpoint::request(const Grant& grant) const {
  auto request = call_plugin(of_.profile, redaction_, [&] { return of_.provider.token_request(client_, grant); });
  trace("token request: " + request.method + ' ' + request.url.substr(0, request.url.find('?')));
  auto response = send(request, of_.profile.connection, environment_);
  wipe(request.body);
  if (!response) {
    return std::unexpected(
        Failure{.message = response.error().message, .may_have_arrived = response.error().may_have_arrived});
  }
  trace("answer: HTTP " + std::to_string(response->status));
  return std::move(*response);
}

Answer TokenEndpoint::read(const HttpResponse& response, Seconds sent_at, const Grant& grant) const {
  if (response.status >= 300 && response.status < 400) {
    return {.token = std::unexpected(Failure{.message = "the token endpoint redirects (HTTP " +
                                                        std::to_string(response.status) +
                                                        "), and a token request follows no redirect; check token_url"}),
            .refresh_token = {}};
  }
  auto redaction = redaction_;
  std::visit(Spent{redaction}, grant);
  auto answer = call_plugin(of_.profile, redaction, [&] { return of_.provider.token_response(client_, response); });
  if (!answer) {
    return {.token = std::unexpected(failure_of(of_, response, answer.error(), redaction, sent_at)),
            .refresh_token = std::move(answer.error().refresh_token)};
  }
  return {.token = read_token(*answer, response, sent_at, redaction),
          .refresh_token = std::move(answer->refresh_token)};
}

std::expected<AccessToken, Failure> TokenEndpoint::read_token(const TokenResponse& answer, const HttpResponse& response,
                                                              Seconds sent_at, Redaction redaction) const {
  if (!is_presentable(answer.access_token)) {
    return unusable("its access token is empty, longer than 32,768 bytes, or has a character that no token may have");
  }
  if (!answer.token_type.empty() && to_lower(answer.token_type) != "bearer") {
    redaction.add(answer.access_token);
    redaction.add(answer.refresh_token);
    return unusable("its token type is \"" + printable(redaction(answer.token_type)) +
                    "\", and jeton can present Bearer tokens alone");
  }
  const auto lives = lifetime({.expires_in = answer.expires_in,
                               .expires_in_unit = of_.profile.expires_in_unit,
                               .jwt = jwt_times(answer.access_token),
                               .date = parse_http_date(find_header(response.headers, "Date")),
                               .max_age = of_.profile.service.max_age,
                               .default_lifetime = of_.profile.default_lifetime},
                              sent_at);
  if (!lives) return unusable(lives.error());
  return AccessToken{.secret = answer.access_token,
                     .scope = escaped(answer.scope.empty() ? client_.scope : answer.scope),
                     .sent_at = sent_at,
                     .expires_at = sent_at + lives->seconds,
                     .expires_by = lives->by,
                     .request = fingerprint_,
                     .replaced_rejected = {},
                     .sources = sources_};
}

}  // namespace jeton
