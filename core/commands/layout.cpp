#include "commands/layout.hpp"

#include <algorithm>

namespace jeton {

std::size_t width_of(std::string_view text) {
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string padded(std::string text, std::size_t width) {
  const auto used = width_of(text);
  if (used < width) text.append(width - used, ' ');
  return text;
}

std::string wrapped(std::string_view text, std::size_t indent) {
  constexpr std::size_t columns = 80;
  std::string out;
  std::size_t column = indent;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find_first_of(" \n", at), text.size());
    const auto word = text.substr(at, end - at);
    if (column > indent && column + 1 + word.size() >= columns) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    if (end < text.size() && text[end] == '\n') {
      while (end < text.size() && text[end] == '\n') out += text[end++];
      column = indent;
      at = end;
    } else {
      at = end + 1;
    }
  }
  return out;
}

}  // namespace jeton
