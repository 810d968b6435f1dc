#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <numeric>
#include <utility>

namespace jeton {
namespace {

constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 10> never_shown = {{{0x80, 0x9f},
                                                                                  {0xad, 0xad},
                                                                                  {0x61c, 0x61c},
                                                                                  {0x180e, 0x180e},
                                                                                  {0x200b, 0x200f},
                                                                                  {0x2028, 0x202e},
                                                                                  {0x2060, 0x206f},
                                                                                  {0xfeff, 0xfeff},
                                                                                  {0xfff9, 0xfffb},
                                                                                  {0xe0000, 0xe007f}}};

/// The length of the UTF-8 character at the front, or 0 where there is none that may be shown.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length == 0 || first > 0xf4) return 0;
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return 0;
    code = code << 6U | (byte(i) & 0x3fU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool no_character = overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  const bool shown =
      std::ranges::none_of(never_shown, [&](const auto& range) { return code >= range.first && code <= range.second; });
  return no_character || !shown ? 0 : length;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0;;) {
    const auto end = text.find(separator, start);
    parts.push_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.empty() || text.front() == '-') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  while (!text.empty()) {
    const auto length = character(text);
    if (length > 0) {
      out += text.substr(0, length);
      text.remove_prefix(length);
    } else {
      const auto byte = static_cast<unsigned char>(text.front());
      out += {'\\', 'x', digits[byte >> 4U], digits[byte & 15U]};
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string escaped_lines(std::string_view text) {
  std::string out;
  for (const auto line : split(text, '\n')) out += (line.data() == text.data() ? "" : "\n") + escaped(line);
  return out;
}

std::string printable(std::string_view text) {
  constexpr std::size_t longest = 300;
  if (text.size() <= longest) return escaped(text);
  // Not in the middle of a character: its first bytes alone would be shown as odd ones.
  std::size_t length = longest;
  while (length > longest - 3 && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) --length;
  return escaped(text.substr(0, length)) + "…";
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> words) {
  std::optional<std::string> best;
  std::size_t best_distance = word.size() / 3 + 2;
  for (const auto candidate : words) {
    const auto distance = edit_distance(word, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> words) {
  const auto meant = nearest(word, words);
  return meant ? "; did you mean \"" + *meant + "\"?" : std::string();
}

void wipe(std::string& secret) {
  explicit_bzero(secret.data(), secret.size());
  secret.clear();
}

bool equal_secrets(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i])) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

}  // namespace jeton
