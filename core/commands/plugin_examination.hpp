#pragma once

#include <string>
#include <vector>

#include "host/plugins.hpp"

namespace jeton {

/// Something that was looked at, and whether it is as it must be.
struct Examined {
  enum class Verdict { holds, fails, skipped };
  std::string what;
  Verdict verdict = Verdict::holds;
  std::string details;  ///< a line or more; it may hold anything, so it is escaped when shown
};

/// Examines a plugin in a process of its own, so that nothing it does there matters here: its file, its ABI and what it
/// exports, before any of its code runs; what it says of itself; and each golden exchange, twice. The plugin's
/// path is absolute.
std::vector<Examined> examine_plugin(Plugins& plugins, const std::string& file, const std::vector<std::string>& golden);

}  // namespace jeton
