#include "base/time.hpp"

#include "fuzz.hpp"

// Durations and HTTP's dates. A duration is at most a hundred years; a date that is accepted is the one that it shows.
void jeton::fuzz(std::string_view input) {
  const auto duration = parse_duration(input);
  must(!duration || (*duration >= 0 && *duration <= 36525LL * 86400));
  if (duration) must(!in_words(*duration).empty());
  const auto date = parse_http_date(input);
  if (!date) return;
  const bool is_leap_second = input.substr(23, 2) == "60";
  const auto shown = rfc3339(*date - (is_leap_second ? 1 : 0));
  must(shown.substr(0, 4) == input.substr(12, 4) && shown.substr(8, 2) == input.substr(5, 2));
  must(shown.substr(11, 6) == input.substr(17, 6) && (is_leap_second || shown.substr(17, 2) == input.substr(23, 2)));
}
