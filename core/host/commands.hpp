#pragma once

#include <string>
#include <vector>

#include "base/places.hpp"
#include "host/plugins.hpp"

namespace jeton {

enum class OutputFormat { text, json };

/// `jeton status`: what each profile is and what state its token is in; never a secret, never the network.
int show_status(const Places& places, Plugins& plugins, const std::vector<std::string>& names, OutputFormat format);

/// `jeton plugins`: every plugin of the installed folder and of the configuration, and why one cannot be loaded.
int show_plugins(const Places& places, Plugins& plugins);

}  // namespace jeton
