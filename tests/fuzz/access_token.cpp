#include "token/access_token.hpp"

#include "fuzz.hpp"
#include "token/freshness.hpp"

// A file of the token cache. Its token can be presented in every protocol and is written as it was read; and whatever
// its times are, it can be said whether it is fresh.
void jeton::fuzz(std::string_view input) {
  const auto token = AccessToken::parse(with_kind("jeton token 1", input));
  if (!token) return;
  must(is_presentable(token->secret));
  must(!has_control(token->secret) && token->secret.find_first_of(" \"'\\") == std::string::npos);
  const auto again = AccessToken::parse(token->text());
  must(again && again->secret == token->secret && again->text() == token->text());
  const auto state = freshness(*token, 1'700'000'000, {});
  must(token->expires_at.has_value() || state == Freshness::fresh);
  must(!token->expires_at || *token->expires_at > 1'700'000'000 || state == Freshness::expired);
  must(renews_at(*token).has_value() == token->expires_at.has_value());
}
