#include "token/lifetime.hpp"

#include <charconv>

#include "fuzz.hpp"
#include "jwt.hpp"

// What an answer says about its token's life: `expires_in` in the first line, the Date header in the second, and a
// JWT's claims, or a whole token, below. What is accepted is at least a second and at most ten years.
void jeton::fuzz(std::string_view input) {
  const auto [expires_in, rest] = first_line(input);
  const auto [date, claims] = first_line(rest);
  jwt_times(claims);
  double number = 0;
  const auto parsed = std::from_chars(expires_in.data(), expires_in.data() + expires_in.size(), number);
  for (const Seconds unit : {1, 60}) {
    const auto lives = lifetime({.expires_in = parsed.ec == std::errc() ? std::optional(number) : std::nullopt,
                                 .expires_in_unit = unit,
                                 .jwt = jwt_times(jwt_with(claims)),
                                 .date = parse_http_date(date)},
                                1'700'000'000);
    must(lives ? lives->seconds >= 1 && lives->seconds <= 3653LL * 86400 : !lives.error().empty());
  }
}
