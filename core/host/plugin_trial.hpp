#pragma once

#include "config/configuration.hpp"
#include "host/plugins.hpp"

namespace jeton {

/// Marks the plugins that take their process down when the configuration is read (they crash, exit or hang), so that
/// this one does not call them. Found out in processes of their own: one for all where none does, else one for each.
void try_out_plugins(const ConfigurationFile& file, Plugins& plugins);

}  // namespace jeton
