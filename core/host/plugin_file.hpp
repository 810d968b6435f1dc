#pragma once

#include <string>

namespace jeton {

/// Throws Error(plugin), with the command that mends it, where somebody else than this user and root could have written
/// the file or could put another in its place: the file and its folder must not be writable by group or others, no
/// folder on the way by others (unless it is one like /tmp, where nobody can touch what is not theirs), and each of
/// them, and each symbolic link, must belong to this user or to root. As nobody else can change any of it, what has
/// been checked is what is loaded then.
void check_plugin_file(const std::string& file);

}  // namespace jeton
