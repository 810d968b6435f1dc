#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "host/plugins.hpp"

namespace jeton {

using UsePlugins = std::function<void(const FindProvider& find)>;

/// Marks the plugins of these names that take their process down when they are used in this way (they crash, exit or
/// hang), so that this one does not call them. Found out in processes of their own: one for all where none does, and
/// one more for each that does.
void try_out_plugins(Plugins& plugins, std::set<std::string> names, const UsePlugins& use);

/// The same for what a plugin says of itself.
void try_out_metadata(Plugins& plugins, const std::vector<std::string>& names);

}  // namespace jeton
