#include "host/plugins.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <filesystem>

#include "base/error.hpp"
#include "base/text.hpp"
#include "jeton/plugin.hpp"

namespace jeton {
namespace {

constexpr std::string_view abi_family = "jeton.plugin.";

[[noreturn]] void fail(const std::string& message) {
  throw Error(Status::plugin, message);
}

/// Code that somebody else could have written is not run.
void check_writers(const std::string& file) {
  for (const auto& path : {file, file.substr(0, file.rfind('/'))}) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) fail(path + " cannot be read");
    if ((status.st_uid != ::geteuid() && status.st_uid != 0) || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
      fail(path + " can be written by somebody else; run: chmod go-w " + path);
    }
  }
}

/// The ABI is a section's name, and so can be read without running anything of the file.
void check_abi(const std::string& file) {
  std::vector<std::string> sections;
  try {
    sections = boost::dll::library_info(file).sections();
  } catch (const std::exception&) {
    fail(file + " is no shared library");
  }
  const auto of_family = [](const std::string& name) { return name.starts_with(abi_family); };
  const auto abi = std::ranges::find_if(sections, of_family);
  if (abi == sections.end()) fail(file + " is no jeton plugin");
  if (*abi != plugin_abi()) {
    fail(file + " is made for another jeton (" + printable(*abi) + ", this one is " + plugin_abi() +
         "); build it again");
  }
}

}  // namespace

std::string plugin_abi() {
  return JETON_PLUGIN_ABI;
}

struct Plugins::Loaded {
  std::string file;
  boost::dll::shared_library library;  // before what points into it
  const Provider* provider = nullptr;
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
  const auto file = file_of(name);
  if (const auto broken = broken_.find(name); broken != broken_.end()) {
    fail("the plugin " + printable(name) + " broke: its process " + broken->second);
  }
  const auto same = std::ranges::find(loaded_, file, [](const auto& loaded) { return loaded->file; });
  if (same != loaded_.end()) return *(*same)->provider;
  if (!name.starts_with('/') && (name.contains('/') || ::access(file.c_str(), F_OK) != 0)) {
    const auto known = names();
    const std::vector<std::string_view> words(known.begin(), known.end());
    throw Error(Status::configuration, "\"" + printable(name) + "\" is no plugin" + did_you_mean(name, words));
  }
  return load(file);
}

const Provider& Plugins::load(const std::string& file) {
  if (::access(file.c_str(), F_OK) != 0) throw Error(Status::configuration, file + " is not there");
  check_writers(file);
  check_abi(file);
  auto loaded = std::make_unique<Loaded>();
  loaded->file = file;
  boost::dll::fs::error_code error;
  loaded->library.load(file, error, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  if (error) fail(file + " cannot be loaded: " + printable(error.message()));
  if (!loaded->library.has("jeton_plugin")) fail(file + " exports no jeton_plugin");
  loaded->provider = loaded->library.get<const Plugin>("jeton_plugin").provider;
  if (loaded->provider == nullptr) fail(file + " has no provider");
  loaded_.push_back(std::move(loaded));
  return *loaded_.back()->provider;
}

}  // namespace jeton
