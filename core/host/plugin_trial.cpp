#include "host/plugin_trial.hpp"

#include <unistd.h>

#include <set>

#include "base/process.hpp"
#include "base/trace.hpp"
#include "config/configuration.hpp"

namespace jeton {
namespace {

constexpr unsigned patience = 10;  // seconds

/// Reads every profile of these providers in a child. How that ended, in words; empty where it ended well.
std::string read_in_child(const Places& places, Plugins& plugins, const std::set<std::string>& providers) {
  const pid_t child = ::fork();
  if (child != 0) return child < 0 ? "cannot be tried out" : wait_for(child);
  ::alarm(patience);
  try {
    const auto find = [&](const std::string& name) -> const Provider& {
      if (providers.contains(name)) return plugins.find(name);
      throw Error(Status::plugin, "not tried out here");
    };
    read_configuration(places, find, [](const std::string&) { return true; });
  } catch (const std::exception& error) {
    trace(error.what());  // who reads the configuration for real says so to the user
  }
  ::_exit(0);
}

std::set<std::string> providers_of(const Places& places) {
  std::set<std::string> names;
  const auto note = [&](const std::string& name) -> const Provider& {
    names.insert(name);
    throw Error(Status::plugin, "only noted");
  };
  read_configuration(places, note, [](const std::string&) { return true; });
  return names;
}

}  // namespace

void try_out_plugins(const Places& places, Plugins& plugins) {
  const auto providers = providers_of(places);
  if (providers.empty() || read_in_child(places, plugins, providers).empty()) return;
  for (const auto& name : providers) {
    const auto end = read_in_child(places, plugins, {name});
    if (!end.empty()) plugins.mark_broken(name, end);
  }
}

}  // namespace jeton
