#pragma once

#include <string>
#include <string_view>

#include "commands/command.hpp"

namespace jeton {

/// A command line as far as it is typed: what its words are, and what the next one may be. Words that are wrong are
/// passed over.
struct TypedLine {
  const Command* command = nullptr;
  std::string name;                 ///< the words of the command, as far as they are there
  const Option* waiting = nullptr;  ///< the option whose value comes next
  std::size_t arguments = 0;
  bool behind_dashes = false;
  Given given;

  void take(const std::string& word);
  /// Of the command, or common to all; nothing where there is none.
  const Option* find_option(std::string_view option) const;
  /// The argument that the next word is; nothing where no further one is taken.
  const Argument* next_argument() const;

 private:
  void take_option(const std::string& word);
};

}  // namespace jeton
