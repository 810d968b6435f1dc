#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commands/command.hpp"
#include "routes/routes.hpp"

namespace jeton {

/// What `jeton setup git` and `jeton setup docker` take.
inline constexpr Argument setup_argument{"PROFILE", "for these alone; for all of them unless named", ValueKind::profile,
                                         Argument::Count::any};
inline constexpr Option print_option{"--print", "", "print the entries, and change nothing"};
inline constexpr Option undo_option{"--undo", "", "take jeton's entries out again"};

/// What is to be set up.
struct Setup {
  enum class Action { write, print, undo } action = Action::write;
  std::vector<ProfileRoute> profiles;  ///< all that are configured
  /// Those whose entries it is about; for `undo`, none are all, and one that is not configured any more may be named.
  std::vector<std::string> chosen;
};

/// Throws Error(configuration) where a profile is to be set up that is none.
Setup read_setup(const Given& given, Session& session);

/// The configuration's path where a helper would not find that one by itself: then `--config` named it.
std::optional<std::string> other_configuration(const Session& session);

/// What a file has of jeton's: for which URL or registry, and what.
using OwnEntries = std::map<std::string, std::string>;

/// Prints what became of them, a line for each that is another one now.
void print_changes(const std::string& path, const OwnEntries& before, const OwnEntries& after);

}  // namespace jeton
