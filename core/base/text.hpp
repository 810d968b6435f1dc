#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jeton {

/// ASCII alone is folded: names of the protocols, not words.
std::string to_lower(std::string_view text);

/// Without blanks, tabs and line ends at both ends.
std::string_view trim(std::string_view text);

/// The parts between separators; n separators make n + 1 parts.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Decimal digits and nothing else, or nothing. Too large a number is nothing, too.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// As safe to show on a terminal and in a log as it is to read: control characters, DEL, what reorders text, and bytes
/// that are not UTF-8's are escaped as \xNN.
std::string escaped(std::string_view text);

/// The same for messages: a long text is cut at about 300 bytes.
std::string printable(std::string_view text);

/// The word that was probably meant: the nearest one within a third of the length in edits, or nothing.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> words);

/// `; did you mean "WORD"?`, or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> words);

/// Overwrites the text before letting go of it, so that a secret does not stay in memory.
void wipe(std::string& secret);

/// Equal, in time that does not depend on where they differ.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace jeton
