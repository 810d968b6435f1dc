#include "user_tokens.hpp"

#include <utility>

#include "random.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

UserTokens tokens_for(const Site& site, const Consent& consent, std::string refresh_token) {
  const auto set = site.lifetime.load();
  return {.consent = consent,
          .access_token = random_text(site.provider.token_length),
          .refresh_token = std::move(refresh_token),
          .expires_in = set > 0 ? std::chrono::seconds(set) : site.provider.expires_in};
}

void revoke_after_reuse(Site& site, const Consent& consent) {
  site.traffic.count(Event::reuse_detected);
  site.refresh_tokens.revoke_family(consent.family);
  site.access_tokens.revoke_family(consent.family);
}

}  // namespace

std::optional<Redeemed> redeemed(Site& site, const std::string& code, Time now) {
  auto use = site.authorization_codes.use(code, now);
  switch (use.standing) {
    case AuthorizationCodes::Standing::good:
      return Redeemed{.request = std::move(use.request), .consent = std::move(use.consent)};
    case AuthorizationCodes::Standing::spent: revoke_after_reuse(site, use.consent); break;
    case AuthorizationCodes::Standing::unknown: break;
  }
  return std::nullopt;
}

UserTokens first_tokens(Site& site, const Consent& consent) {
  return tokens_for(site, consent, site.refresh_tokens.first(consent));
}

std::optional<UserTokens> next_tokens(Site& site, const std::string& refresh_token) {
  auto use = site.refresh_tokens.use(refresh_token);
  switch (use.outcome) {
    case RefreshTokens::Outcome::good: return tokens_for(site, use.consent, std::move(use.token));
    case RefreshTokens::Outcome::reused: revoke_after_reuse(site, use.consent); break;
    case RefreshTokens::Outcome::invalid: break;
  }
  return std::nullopt;
}

Grant grant_of(const UserTokens& tokens, Json body) {
  return {.access_token = tokens.access_token, .family = tokens.consent.family, .body = std::move(body)};
}

}  // namespace jeton::sandbox
