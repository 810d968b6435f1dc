#pragma once

#include <string>
#include <string_view>

#include "commands/command.hpp"

namespace jeton {

/// `PROFILE`, `[PROFILE…]` or `PROFILE…`; `--json` or `--url URL`.
std::string usage_of(const Argument& argument);
std::string usage_of(const Option& option);

/// `jeton secret set [--config FILE] PROFILE KEY`, in a line.
std::string usage_of(const Command& command);

/// What `--help` prints: for jeton itself, for the commands that begin with a word, and for one. At most 80 columns
/// wide, and a screen of 24 lines long.
std::string help_text();
std::string help_text(std::string_view group);
std::string help_text(const Command& command);

}  // namespace jeton
