#include "host/pause.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace jeton {
namespace {

constexpr Seconds day = 86400;

std::optional<Seconds> retry_after(std::string_view value, Seconds now) {
  value = trim(value);
  if (const auto seconds = parse_integer(value)) return seconds;
  if (const auto date = parse_http_date(value)) return std::max<Seconds>(*date - now, 0);
  return std::nullopt;
}

/// `b=per_hour;q=10;r=0;t=3540,b=per_day;q=50;r=47;t=43200`: a bucket, its quota, what remains of it, and the seconds
/// until it is filled again.
std::optional<Seconds> empty_quota(std::string_view value) {
  std::optional<Seconds> longest;
  for (const auto bucket : split(value, ',')) {
    std::optional<Seconds> remaining;
    std::optional<Seconds> reset;
    for (const auto field : split(bucket, ';')) {
      const auto part = trim(field);
      if (part.starts_with("r=")) remaining = parse_integer(part.substr(2));
      if (part.starts_with("t=")) reset = parse_integer(part.substr(2));
    }
    if (remaining == 0 && reset) longest = std::max(longest.value_or(0), *reset);
  }
  return longest;
}

}  // namespace

std::optional<Seconds> requested_pause(const HttpResponse& response, Seconds now) {
  // A provider's dates are by its own clock.
  const auto provider_now = parse_http_date(find_header(response.headers, "Date")).value_or(now);
  const auto retry = retry_after(find_header(response.headers, "Retry-After"), provider_now);
  const auto quota = empty_quota(find_header(response.headers, "Auth0-Client-Quota-Limit"));
  if (!retry && !quota) return std::nullopt;
  return std::min(std::max(retry.value_or(0), quota.value_or(0)), day);
}

Seconds growing_pause(Fault fault, int failures) {
  const auto doubled = [&](Seconds first, Seconds longest, int free_tries) -> Seconds {
    const int step = failures - free_tries;
    if (step <= 0) return 0;
    return step > 20 ? longest : std::min(longest, first << static_cast<unsigned>(step - 1));
  };
  switch (fault) {
    case Fault::network: return doubled(1, 300, 3);
    case Fault::server: return doubled(2, 300, 0);
    case Fault::refusal: return doubled(10, 3600, 0);
  }
  return 0;
}

}  // namespace jeton
