#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace jeton {

/// A piece of a git configuration file's text: a section's header, or an entry of the section before it. Between pieces
/// are comments and blanks.
struct GitPiece {
  enum class Kind { header, entry };
  Kind kind = Kind::header;
  std::size_t begin = 0;
  std::size_t end = 0;               ///< behind its line end, unless something else stands on the line
  std::string section;               ///< lower case
  std::string subsection;            ///< as git reads it, without quotes
  std::string name;                  ///< an entry's, lower case
  std::optional<std::string> value;  ///< nothing: an entry without `=`
};

/// The text, read as git's config.c does. Throws Error(configuration) that names the line where git would refuse it;
/// the file's name goes in front.
std::vector<GitPiece> read_git_configuration(std::string_view text);

}  // namespace jeton
