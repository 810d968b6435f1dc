#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jeton {

/// Seconds: of a duration, or since 1970 in UTC.
using Seconds = std::int64_t;

/// This machine's clock, in nanoseconds since 1970: for telling which of two changes was first.
std::int64_t clock_ns();

/// `"90"`, `"90s"`, `"5m"`, `"2h"`, `"1d"`; nothing where it is none or more than a hundred years.
std::optional<Seconds> parse_duration(std::string_view text);

/// `2026-11-22T10:00:00Z` (RFC 3339).
std::string rfc3339(Seconds time);

/// A date as HTTP writes it, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7), in this form alone.
std::optional<Seconds> parse_http_date(std::string_view text);

/// `45 s`, `12 min`, `3 h 20 min`, `9 days`: for people.
std::string in_words(Seconds duration);

}  // namespace jeton
