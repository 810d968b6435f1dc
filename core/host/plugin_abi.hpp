#pragma once

#include <string>

namespace jeton {

/// What this host and its plugins must have in common.
std::string plugin_abi();

/// Throws Error(plugin) for a file that is no plugin, or one for another ABI, with what differs. That is read from the
/// file: none of its code runs.
void check_plugin_abi(const std::string& file);

}  // namespace jeton
