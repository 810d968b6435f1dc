#pragma once

#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace jeton {

/// One target, defined in a file of its own: gives what comes in from outside to the code that reads it, and says what
/// holds of whatever was accepted. An exception that gets out is a finding.
void fuzz(std::string_view input);

/// Ends the run where something does not hold, and names the line that says so.
void must(bool holds, std::source_location where = std::source_location::current());

/// For what is read together with something else: the first line, and all behind it.
std::pair<std::string_view, std::string_view> first_line(std::string_view input);

/// A byte below 0x20, or 0x7f.
bool has_control(std::string_view text);

/// Whole segments: `/a` is above `/a` and `/a/b`, not above `/ab`.
bool is_path_prefix(std::string_view prefix, std::string_view path);

/// A text with that in front, as a file of that kind has it.
std::string with_kind(std::string_view kind, std::string_view rest);

}  // namespace jeton
