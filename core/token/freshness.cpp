#include "token/freshness.hpp"

#include <algorithm>

namespace jeton {
namespace {

constexpr Seconds clock_tolerance = 60;

Seconds least_left(Seconds lifetime) {
  return std::min(std::max<Seconds>(10, std::min<Seconds>(300, lifetime / 20)), lifetime / 4);
}

Seconds renewal_window(Seconds lifetime) {
  return std::min(std::max<Seconds>(30, std::min<Seconds>(900, lifetime / 10)), lifetime / 2);
}

}  // namespace

Freshness freshness(const AccessToken& token, Seconds now, std::optional<Seconds> min_validity) {
  if (!token.expires_at) return Freshness::fresh;
  const Seconds lifetime = *token.expires_at - token.sent_at;
  const Seconds left = *token.expires_at - std::max(now, token.sent_at);
  // A clock that stands well before the request was set back since; waiting for it would keep a dead token alive.
  if (left <= 0 || now + clock_tolerance < token.sent_at) return Freshness::expired;
  Seconds wanted = min_validity.value_or(least_left(lifetime));
  if (wanted >= lifetime) wanted = lifetime / 2;
  if (left < wanted) return Freshness::stale;
  return left <= renewal_window(lifetime) && lifetime >= 60 ? Freshness::expiring : Freshness::fresh;
}

std::optional<Seconds> renews_at(const AccessToken& token) {
  if (!token.expires_at) return std::nullopt;
  return *token.expires_at - renewal_window(*token.expires_at - token.sent_at);
}

}  // namespace jeton
