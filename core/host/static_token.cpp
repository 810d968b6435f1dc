#include "host/static_token.hpp"

#include "base/fingerprint.hpp"
#include "host/token_endpoint.hpp"
#include "store/secret_store.hpp"
#include "token/lifetime.hpp"

namespace jeton {
namespace {

/// Where a rejected token is remembered: it belongs to no token endpoint.
constexpr const char* grant = "static";

}  // namespace

const std::string& static_token_of(const Client& client, const std::string& profile) {
  const auto found = client.secrets.find("token");
  if (found == client.secrets.end()) {
    throw Error(Status::configuration,
                "token is missing; say in the profile where it is, or run: jeton secret set " + profile + " token");
  }
  if (!is_presentable(found->second)) {
    throw Error(Status::configuration, "token is longer than 32,768 bytes, or has a character that no token may have");
  }
  return found->second;
}

void forget_rejection(const OpenedProfile& of, ProfileSecrets& secrets, const std::string& token) {
  secrets.grants.erase(grant);
  of.cache.accept(fingerprint(token));
}

Reply static_token(const Exchange& work, Seconds now) {
  const auto& of = work.of;
  const auto& name = of.profile.name;
  const TokenEndpoint endpoint(of, work.environment);
  const auto& secret = static_token_of(endpoint.client(), name);
  const auto known_by = fingerprint(secret);
  AccessToken token{.secret = secret,
                    .scope = endpoint.client().scope,
                    .sent_at = now,
                    .expires_at = jwt_times(secret).exp,
                    .expires_by = {},
                    .request = known_by,
                    .replaced_rejected = {},
                    .replaceable = false,
                    .sources = endpoint.sources()};
  if (token.expires_at) token.expires_by = "exp";
  const auto put_another = "; put another one where the profile reads it, or run: jeton secret set " + name + " token";
  if (token.expires_at && *token.expires_at <= now) {
    return {.status = Status::login_required,
            .message = "the token expired at " + rfc3339(*token.expires_at) + put_another};
  }

  auto secrets = of.store.load(name);
  auto& rejected = secrets.grants[grant].rejected;
  const bool rejected_now = of.cache.is_rejected(known_by);
  if (work.reason == Reason::login) {
    const bool was_kept = !rejected.empty();
    forget_rejection(of, secrets, token.secret);
    if (was_kept) of.store.save(name, secrets);
  } else if (rejected_now || rejected == known_by) {
    if (rejected != known_by) {
      rejected = known_by;
      of.store.save(name, secrets);
    }
    return {.status = Status::login_required,
            .message = "the server does not accept this token any more" + put_another};
  }
  Reply reply{.token = std::move(token), .from = Reply::From::cache};
  try {
    of.cache.save(of.route, *reply.token);
  } catch (const Error& error) {
    reply.warnings.emplace_back(error.what());
  }
  return reply;
}

}  // namespace jeton
