#include "doctor/configuration_area.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "host/plugin_trial.hpp"

namespace jeton {
namespace {

bool is_there(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

/// A configuration that is not read, though a person may think so.
void examine_other_configurations(const Places& places, const Environment& environment, Area& area) {
  const auto without_variable = [&](const char* name) {
    return std::string_view(name) == "JETON_CONFIG" ? std::nullopt : environment(name);
  };
  const auto usual = find_places(without_variable, std::nullopt).configuration;
  if (usual != places.configuration && is_there(usual)) {
    area.note(usual + " is not read, since " +
              (environment("JETON_CONFIG").value_or("").empty() ? "--config" : "JETON_CONFIG") +
              " names another one; git and docker read what their own environment says");
  }
}

}  // namespace

ExaminedConfiguration examine_configuration(const Places& places, Plugins& plugins, const Environment& environment) {
  ExaminedConfiguration examined{.area = {.name = "configuration", .summary = places.configuration, .findings = {}},
                                 .configuration = std::nullopt};
  auto& area = examined.area;
  examine_other_configurations(places, environment, area);
  try {
    const ConfigurationFile file(places);
    const auto every = [](const std::string& /*profile*/) { return true; };
    try_out_plugins(plugins, file.providers(), [&](const FindProvider& find) { file.read(find, every); });
    const auto find = [&](const std::string& name) -> const Provider& { return plugins.find(name); };
    examined.configuration = file.read(find, every);
  } catch (const Error& error) {
    area.fail(error.what());
    return examined;
  }
  const auto& profiles = examined.configuration->profiles;
  for (const auto& entry : profiles) {
    if (!entry.profile) area.fail(entry.name + ": " + entry.profile.error().message);
  }
  if (!is_there(places.configuration)) {
    area.note("there is no " + places.configuration + " yet; run: jeton add NAME --provider PROVIDER");
  } else {
    area.summary += ", " + std::to_string(profiles.size()) + (profiles.size() == 1 ? " profile" : " profiles");
  }
  return examined;
}

}  // namespace jeton
