#pragma once

#include <string>

namespace jeton {

/// Says it on standard error in a line of its own, `jeton: TEXT`, with `escaped` between whatever it is about (a file's
/// name, a provider's words) and the terminal.
void print_message(const std::string& text);

}  // namespace jeton
