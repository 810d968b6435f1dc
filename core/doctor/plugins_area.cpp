#include <algorithm>

#include "doctor/configuration_area.hpp"
#include "host/plugin_trial.hpp"

namespace jeton {

Area examine_plugins(const Configuration& configuration, Plugins& plugins) {
  Area area{.name = "plugins", .summary = {}, .findings = {}};
  auto names = plugins.names();
  for (const auto& entry : configuration.profiles) {
    const bool is_path = entry.provider.starts_with('/');
    if (is_path && std::ranges::find(names, entry.provider) == names.end()) names.push_back(entry.provider);
  }
  try_out_metadata(plugins, names);
  for (const auto& name : names) {
    try {
      plugins.find(name).metadata();
      area.summary += (area.summary.empty() ? "" : ", ") + name;
    } catch (const std::exception& error) {
      area.fail(name + " cannot be loaded: " + error.what());
    }
  }
  if (area.summary.empty()) area.summary = "none can be loaded";
  if (names.empty()) area.fail("there are no plugins beside this program; install jeton again");
  return area;
}

}  // namespace jeton
