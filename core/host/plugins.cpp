#include "host/plugins.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "host/checked_provider.hpp"
#include "host/plugin_abi.hpp"
#include "host/plugin_call.hpp"
#include "host/plugin_file.hpp"
#include "jeton/plugin.hpp"

namespace jeton {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(Status::plugin, message);
}

}  // namespace

struct Plugins::Loaded {
  Loaded() = default;
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;
  ~Loaded() {
    const PluginCall running(name);
    library.unload();
  }

  std::string file;
  std::string name;                    // of the file, fit to be shown
  std::string own_name;                // the plugin's, fit to be shown
  boost::dll::shared_library library;  // before what points into it
  std::optional<CheckedProvider> provider;
};

Plugins::Plugins(std::string folder) : folder_(std::move(folder)) {}
Plugins::~Plugins() = default;

std::string Plugins::file_of(const std::string& name) const {
  return name.starts_with('/') ? name : folder_ + '/' + name + ".so";
}

std::vector<std::string> Plugins::names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    if (entry.path().extension() == ".so") names.push_back(entry.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

const Provider& Plugins::find(const std::string& name) {
  return *find_loaded(name).provider;
}

std::string Plugins::own_name(const std::string& name) {
  return find_loaded(name).own_name;
}

const Plugins::Loaded& Plugins::find_loaded(const std::string& name) {
  const auto file = file_of(name);
  if (const auto broken = broken_.find(name); broken != broken_.end()) {
    fail(broken->second);
  }
  const auto same = std::ranges::find(loaded_, file, [](const auto& loaded) { return loaded->file; });
  if (same != loaded_.end()) return **same;
  if (!name.starts_with('/') && (name.contains('/') || ::access(file.c_str(), F_OK) != 0)) {
    const auto known = names();
    const std::vector<std::string_view> words(known.begin(), known.end());
    throw Error(Status::configuration, "\"" + printable(name) + "\" is no plugin" + did_you_mean(name, words));
  }
  return load(file);
}

const Plugins::Loaded& Plugins::load(const std::string& file) {
  if (::access(file.c_str(), F_OK) != 0) throw Error(Status::configuration, file + " is not there");
  check_plugin_file(file);
  check_plugin_abi(file);
  auto loaded = std::make_unique<Loaded>();
  loaded->file = file;
  loaded->name = printable(file);
  boost::dll::fs::error_code error;
  const Plugin* plugin = nullptr;
  {
    const PluginCall running(loaded->name);
    loaded->library.load(file, error, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (!error && loaded->library.has("jeton_plugin")) plugin = &loaded->library.get<const Plugin>("jeton_plugin");
    if (plugin != nullptr && plugin->name != nullptr) loaded->own_name = printable(plugin->name);
  }
  if (error) fail(file + " cannot be loaded: " + printable(error.message()));
  if (plugin == nullptr) fail(file + " exports no jeton_plugin");
  if (plugin->provider == nullptr) fail(file + " has no provider");
  loaded->provider.emplace(loaded->name, *plugin->provider);
  loaded_.push_back(std::move(loaded));
  return *loaded_.back();
}

}  // namespace jeton
