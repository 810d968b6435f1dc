#include "base/text.hpp"

#include <algorithm>
#include <array>

#include "fuzz.hpp"

// What is shown to people of what came from elsewhere. It has no control byte, is not escaped a second time, and is
// short where it has to be.
void jeton::fuzz(std::string_view input) {
  const auto shown = escaped(input);
  must(!has_control(shown) && escaped(shown) == shown && shown.size() <= 4 * input.size());
  const auto message = printable(input);
  must(!has_control(message) && escaped(message) == message && message.size() <= 4 * 300 + 3);
  must(trim(trim(input)) == trim(input) && to_lower(to_lower(input)) == to_lower(input));
  std::string joined;
  for (const auto part : split(input, ',')) joined.append(part).append(1, ',');
  must(joined.size() == input.size() + 1 && joined.starts_with(input));
  const auto number = parse_integer(input);
  must(!number || *number >= 0);
  constexpr std::array<std::string_view, 3> words = {"client_id", "client_secret", "urls"};
  const auto meant = nearest(input, words);
  must(!meant || std::ranges::find(words, *meant) != words.end());
}
