#pragma once

#include <string>
#include <vector>

#include "base/places.hpp"
#include "host/plugins.hpp"

namespace jeton {

/// What the word that somebody types may become.
struct Completion {
  struct Candidate {
    std::string word;
    std::string meaning = {};  ///< empty where the word says it all
  };
  enum class Further { none, files, folders, commands };  ///< what the shell knows

  std::vector<Candidate> candidates = {};
  Further further = Further::none;

  /// As the shells' functions read it: a candidate a line, with its meaning behind a tab, and then `@files`,
  /// `@folders` or `@commands`.
  std::string text() const;
};

/// For the words behind the program's name, of which the last, perhaps empty, is the one to complete. What cannot be
/// read offers nothing, and is no error.
Completion complete(const std::vector<std::string>& words, Plugins& plugins, const Environment& environment);

}  // namespace jeton
