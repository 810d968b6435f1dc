#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "commands/commands.hpp"
#include "config/configuration.hpp"
#include "host/plugin_abi.hpp"
#include "host/plugin_trial.hpp"

namespace jeton {
namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + escaped(word);
  return out;
}

/// Plugins that the configuration names by their path; none where it cannot be read.
std::vector<std::string> plugins_by_path(const Places& places) {
  std::vector<std::string> paths;
  try {
    std::ranges::copy_if(ConfigurationFile(places).providers(), std::back_inserter(paths),
                         [](const std::string& name) { return name.starts_with('/'); });
  } catch (const Error&) {
    return {};
  }
  return paths;
}

int run(const Given& /*given*/, Session& session) {
  auto& plugins = session.plugins;
  auto names = plugins.names();
  for (auto& path : plugins_by_path(session.places)) names.push_back(std::move(path));
  try_out_metadata(plugins, names);
  for (const auto& name : names) {
    const auto shown = escaped(name);
    const auto file = escaped(plugins.file_of(name));
    try {
      const auto metadata = plugins.find(name).metadata();
      std::printf("%s %s: %s\n  grants: %s\n  ABI: %s\n  file: %s\n", shown.c_str(), escaped(metadata.version).c_str(),
                  escaped(metadata.summary).c_str(), joined(metadata.grants).c_str(), plugin_abi().c_str(),
                  file.c_str());
    } catch (const std::exception& error) {
      std::printf("%s: cannot be loaded\n  %s\n  file: %s\n", shown.c_str(), printable(error.what()).c_str(),
                  file.c_str());
    }
  }
  return static_cast<int>(Status::done);
}

}  // namespace

constexpr Command plugins_command{
    .name = "plugins",
    .summary = "the provider plugins, and why one cannot be loaded",
    .description =
        "Lists each plugin that is installed or named by its path in the configuration: version, grants, "
        "ABI and file.",
    .example = "jeton plugins",
    .arguments = {},
    .options = {},
    .run = run};

}  // namespace jeton
