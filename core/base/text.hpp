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

/// As safe to show on a terminal and in a log as it is to read. Escaped as \xNN, byte by byte, is
///   - what steers a terminal: C0 with the line ends, DEL, and C1 (U+0080 to U+009F);
///   - what reorders or breaks the text behind it: the bidirectional controls (U+061C, U+200E, U+200F, U+202A to U+202E
///     and U+2066 to U+2069), and the line and paragraph separators (U+2028, U+2029);
///   - what is not seen, so that two names look like one: the soft hyphen, U+180E, the zero-width characters (U+200B to
///     U+200D, U+2060 to U+2065, U+206A to U+206F, U+FEFF, U+FFF9 to U+FFFB) and the tags (U+E0000 to U+E007F). That
///     an emoji made of several then shows as several is no loss in an error;
///   - bytes that are not UTF-8's.
/// What is escaped already stays as it is.
std::string escaped(std::string_view text);

/// The same line by line, with their ends as they are.
std::string escaped_lines(std::string_view text);

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
