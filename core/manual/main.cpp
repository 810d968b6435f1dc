#include <dlfcn.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "jeton/plugin.hpp"
#include "manual/pages.hpp"

namespace {

using namespace jeton;

/// A plugin of this build, which stays loaded. Not as the host does it: that refuses one in a folder that others can
/// write, such as a build's may be.
KnownPlugin load(const char* file) {
  void* const library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  const auto* const plugin =
      library != nullptr ? static_cast<const Plugin*>(::dlsym(library, "jeton_plugin")) : nullptr;
  if (plugin == nullptr) throw std::runtime_error(::dlerror());
  return {.name = plugin->name, .metadata = plugin->provider->metadata()};
}

/// `FOLDER/man1/jeton.1`
void write(const ManualPage& page, const std::filesystem::path& folder) {
  const auto section = std::to_string(page.section());
  const auto subfolder = folder / ("man" + section);
  std::filesystem::create_directories(subfolder);
  std::ofstream out(subfolder / (page.name() + '.' + section));
  out << page.roff() << std::flush;
  if (!out) throw std::runtime_error("cannot write " + page.name());
}

}  // namespace

/// `jeton-manual FOLDER PLUGIN.so…` writes the manual pages, when jeton is built.
int main(int argc, char** argv) {
  try {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    std::vector<KnownPlugin> plugins;
    for (const char* const file : arguments.subspan(2)) plugins.push_back(load(file));
    const std::filesystem::path folder = arguments[1];
    for (const auto& page :
         {jeton_page(), git_credential_jeton_page(), docker_credential_jeton_page(), jeton_toml_page(plugins)}) {
      write(page, folder);
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "jeton-manual: " << error.what() << '\n';
    return 1;
  }
}
