#include "token/lifetime.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace jeton {
namespace {

constexpr Seconds ten_years = Seconds{3653} * 86400;

/// RFC 4648 section 5, without padding, as RFC 7515 has it.
std::optional<std::string> base64url_decode(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    unsigned digit = 0;
    if (c >= 'A' && c <= 'Z') {
      digit = static_cast<unsigned>(c - 'A');
    } else if (c >= 'a' && c <= 'z') {
      digit = static_cast<unsigned>(c - 'a') + 26;
    } else if (c >= '0' && c <= '9') {
      digit = static_cast<unsigned>(c - '0') + 52;
    } else if (c == '-') {
      digit = 62;
    } else if (c == '_') {
      digit = 63;
    } else {
      return std::nullopt;
    }
    bits = (bits << 6U | digit) & 0xffffffU;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xffU);
    }
  }
  return out;
}

/// A NumericDate (RFC 7519 section 2), which may have a fraction.
std::optional<Seconds> numeric_date(const nlohmann::json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const auto value = found->get<double>();
  return std::isfinite(value) && std::abs(value) < 1e15 ? std::optional(static_cast<Seconds>(std::floor(value)))
                                                        : std::nullopt;
}

/// How long the JWT lives from when it was answered. Measured by the provider's own clock wherever that is known, so
/// that a wrong one on this machine does no harm. A token that is dead by the answer's date, yet was alive when it was
/// issued, comes from a provider whose two clocks disagree; then the token's own two times are believed.
std::optional<Seconds> jwt_lifetime(const LifetimeClaims& claims, Seconds sent_at) {
  if (!claims.jwt.exp) return std::nullopt;
  const auto by_date = claims.date ? std::optional(*claims.jwt.exp - *claims.date) : std::nullopt;
  const auto by_iat = claims.jwt.iat ? std::optional(*claims.jwt.exp - *claims.jwt.iat) : std::nullopt;
  if (by_date && (*by_date > 0 || !by_iat)) return by_date;
  return by_iat ? *by_iat : *claims.jwt.exp - sent_at;
}

}  // namespace

JwtTimes jwt_times(std::string_view token) {
  const auto parts = split(token, '.');
  if (parts.size() != 3) return {};
  const auto payload = base64url_decode(parts[1]);
  if (!payload) return {};
  const auto claims = nlohmann::json::parse(*payload, nullptr, /*allow_exceptions=*/false);
  if (!claims.is_object()) return {};
  return {.iat = numeric_date(claims, "iat"), .exp = numeric_date(claims, "exp")};
}

std::expected<Lifetime, std::string> lifetime(const LifetimeClaims& claims, Seconds sent_at) {
  Lifetime result{.seconds = std::min(claims.default_lifetime, ten_years), .by = "default_lifetime"};
  bool said = false;
  const auto count = [&](Seconds seconds, const char* by) {
    if (said && seconds >= result.seconds) return;
    result = {.seconds = std::min(seconds, ten_years), .by = by};
    said = true;
  };
  if (claims.expires_in) {
    const double seconds = std::floor(*claims.expires_in * static_cast<double>(claims.expires_in_unit));
    if (!(seconds >= 1)) return std::unexpected("expires_in is not more than zero");
    count(static_cast<Seconds>(std::min(seconds, static_cast<double>(ten_years))), "expires_in");
  }
  if (const auto seconds = jwt_lifetime(claims, sent_at)) {
    if (*seconds <= 0) return std::unexpected("the token had already expired when it came (its exp is in the past)");
    count(*seconds, "exp");
  }
  if (claims.max_age && *claims.max_age < result.seconds) return Lifetime{.seconds = *claims.max_age, .by = "provider"};
  return result;
}

}  // namespace jeton
