#include "base/time.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.hpp"

namespace jeton {

using namespace std::chrono;

std::int64_t clock_ns() {
  return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

std::optional<Seconds> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Seconds unit = 0;
  switch (text.back()) {
    case 'd': unit = 86400; break;
    case 'h': unit = 3600; break;
    case 'm': unit = 60; break;
    case 's': unit = 1; break;
    default: break;
  }
  if (unit > 0) {
    text.remove_suffix(1);
  } else {
    unit = 1;
  }
  constexpr Seconds hundred_years = Seconds{36525} * 86400;
  const auto count = parse_integer(text);
  if (!count || *count > hundred_years / unit) return std::nullopt;
  return *count * unit;
}

std::string rfc3339(Seconds time) {
  const sys_seconds point{seconds(time)};
  const auto day = floor<days>(point);
  const year_month_day date{day};
  const hh_mm_ss clock{point - day};
  std::array<char, 40> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()},
                    unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
                    static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Seconds> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT" || text[7] != ' ' ||
      text[11] != ' ' || text[16] != ' ' || text[19] != ':' || text[22] != ':') {
    return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t length) { return parse_integer(text.substr(at, length)); };
  unsigned month = 0;
  while (month < months.size() && months.at(month) != text.substr(8, 3)) ++month;
  const auto [day, year_number, hour, minute, second] =
      std::array{number(5, 2), number(12, 4), number(17, 2), number(20, 2), number(23, 2)};
  if (!day || !year_number || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  const auto date = year(static_cast<int>(*year_number)) / std::chrono::month(month + 1) /
                    std::chrono::day(static_cast<unsigned>(*day));
  if (!date.ok()) return std::nullopt;
  return sys_days(date).time_since_epoch() / seconds(1) + *hour * 3600 + *minute * 60 + *second;
}

std::string in_words(Seconds duration) {
  const auto part = [](Seconds count, const char* unit) { return std::to_string(count) + ' ' + unit; };
  if (duration < 120) return part(duration, "s");
  if (duration < 7200) return part(duration / 60, "min");
  if (duration < 172800) {
    const Seconds minutes = duration % 3600 / 60;
    return part(duration / 3600, "h") + (minutes > 0 ? ' ' + part(minutes, "min") : std::string());
  }
  return part(duration / 86400, "days");
}

}  // namespace jeton
