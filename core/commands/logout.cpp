#include <array>

#include "base/message.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "commands/commands.hpp"
#include "host/http_client.hpp"
#include "host/kept_grant.hpp"
#include "host/opened_profile.hpp"
#include "host/token_endpoint.hpp"
#include "store/turn.hpp"

namespace jeton {
namespace {

/// Gives the token up at the provider. Empty, or why the provider may still honour it.
std::string revoke(const OpenedProfile& of, const TokenEndpoint& endpoint, const Environment& environment,
                   const Revocation& revocation) {
  const auto request = call_plugin(of.profile, endpoint.redaction(),
                                   [&] { return of.provider.revocation_request(endpoint.client(), revocation); });
  trace("revocation request: " + request.url.substr(0, request.url.find('?')));
  const auto response = send(request, of.profile.connection, environment);
  if (!response) return response.error().message;
  // "The authorization server responds with HTTP status code 200", also for a token that it does not know
  // (section 2.2).
  return response->status >= 200 && response->status < 300
             ? std::string()
             : "the provider did not revoke the " + revocation.token_type_hint + " (HTTP status " +
                   std::to_string(response->status) + ')';
}

/// The refresh token first: with it goes, at most providers, all that came of it (RFC 7009 section 2.1).
std::string revoke_all(const OpenedProfile& of, const Environment& environment, const Folder& state) {
  const TokenEndpoint endpoint(of, environment);
  auto cached = of.cache.load(of.route);
  std::string refresh_token;
  if (of.profile.needs_consent()) {
    const KeptGrant kept(of, endpoint, state);
    refresh_token = kept.stored().refresh_token;
    if (!cached) cached = kept.access_token();
  }
  std::string trouble;
  if (!refresh_token.empty()) {
    trouble = revoke(of, endpoint, environment, {.token = refresh_token, .token_type_hint = "refresh_token"});
    wipe(refresh_token);
  }
  if (cached && trouble.empty()) {
    trouble = revoke(of, endpoint, environment, {.token = cached->secret, .token_type_hint = "access_token"});
  }
  return trouble;
}

void forget(const OpenedProfile& of, const Folder& state) {
  auto secrets = of.store.load(of.profile.name);
  if (!secrets.grants.empty()) {
    secrets.grants.clear();
    of.store.save(of.profile.name, secrets);
  }
  for (const auto& name : state.names()) {
    const auto& profile = of.profile.name;
    if (is_file_of(profile, name, ".journal") || is_file_of(profile, name, ".hold-off")) state.remove(name);
  }
  of.cache.forget_all(of.profile.name);
}

int run(const Given& given, Session& session) {
  const auto name = given.text("PROFILE");
  return about_profile(name, [&] {
    const auto opened = open_profile(session.places, session.plugins, session.environment, name);
    const auto state = Folder::create(session.places.state);
    const auto turn = wait_for_turn(state, opened.route);
    const SignalsHeld held;
    std::string trouble;
    if (!opened.profile.service.revocation_url.empty()) {
      try {
        trouble = revoke_all(opened, session.environment, state);
      } catch (const Error& error) {
        trouble = error.what();
      }
    }
    forget(opened, state);
    if (!trouble.empty())
      throw Error(Status::unreachable, "the tokens are forgotten here, but not revoked: " + trouble);
    print_message(name + ": logged out");
    return static_cast<int>(Status::done);
  });
}

constexpr std::array arguments = {profile_argument};

}  // namespace

constexpr Command logout_command{
    .name = "logout",
    .summary = "forget a profile's tokens, after revoking them",
    .description =
        "Revokes the tokens where the provider has a revocation endpoint (RFC 7009), and forgets them here "
        "in every case. Stored secrets stay.",
    .example = "jeton logout tradier",
    .arguments = arguments,
    .options = {},
    .run = run};

}  // namespace jeton
