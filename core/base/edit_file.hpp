#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace jeton {

/// A file that is another program's: its text, empty where there is none. Symbolic links are followed. Throws
/// Error(storage) where it cannot be read or belongs to somebody else.
std::string read_foreign_file(const std::string& path);

/// Changes such a file to what `change` makes of its text; false where that is the same. It is replaced as a whole, at
/// the end of its symbolic links, and keeps its mode; one that was not there is made 0600. Others who change it are
/// kept out as git does it, by a FILE.lock beside it, and `change` is asked once more behind that. Throws
/// Error(storage) that names the path, and what `change` throws.
bool edit_file(const std::string& path, const std::function<std::string(std::string_view)>& change);

}  // namespace jeton
