#include "base/places.hpp"

#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>

#include "base/error.hpp"

namespace jeton {
namespace {

std::string current_folder() {
  std::array<char, PATH_MAX> path{};
  return ::getcwd(path.data(), path.size()) != nullptr ? path.data() : "/";
}

std::string parent(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

std::optional<std::string> process_environment(const char* name) {
  const char* value = ::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

Places find_places(const Environment& environment, const std::optional<std::string>& configuration) {
  const auto home = environment("HOME").value_or("");
  const auto below = [&](const char* variable, const char* fallback) {
    const auto value = environment(variable).value_or("");
    if (value.starts_with('/')) return value + "/jeton";
    if (!home.starts_with('/')) throw Error(Status::configuration, "HOME is not set; set it to your home folder");
    return home + '/' + fallback + "/jeton";
  };
  Places places{.home = home};
  const auto named = configuration.value_or(environment("JETON_CONFIG").value_or(""));
  places.configuration = named.empty() ? below("XDG_CONFIG_HOME", ".config") + "/config.toml"
                                       : (named.starts_with('/') ? named : current_folder() + '/' + named);
  places.cache = below("XDG_CACHE_HOME", ".cache");
  places.state = below("XDG_STATE_HOME", ".local/state");
  return places;
}

std::string expand_path(const std::string& path, const std::string& home, const std::string& folder) {
  if (path.starts_with("~/")) return home + path.substr(1);
  return path.starts_with('/') ? path : folder + '/' + path;
}

std::string program_folder() {
  std::array<char, PATH_MAX> path{};
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0) throw Error(Status::storage, "cannot tell where this program is: /proc is not mounted");
  return parent({path.data(), static_cast<std::size_t>(length)});
}

std::string prefix() {
  const auto folder = program_folder();
  return parent(folder.ends_with("/libexec/jeton") ? parent(folder) : folder);
}

}  // namespace jeton
