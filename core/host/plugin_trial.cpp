#include "host/plugin_trial.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/file.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "host/plugin_call.hpp"

namespace jeton {
namespace {

constexpr std::string_view all_is_well = "\n";

/// How the last words of a process begin that this plugin has ended.
std::string broken_plugin(const std::string& file) {
  return "the plugin " + printable(file) + " broke: ";
}

/// Uses the plugins of these names in a child. How it broke, in words; empty where all went well.
std::string use_in_child(Plugins& plugins, const std::set<std::string>& names, const UsePlugins& use) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    return "no plugin can be tried out, since no pipe can be made; try again";
  const Fd words(ends[0]);
  const Fd child_words(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    set_last_words({.fd = child_words.number(), .before = "", .after = ""});
    try {
      use([&](const std::string& name) -> const Provider& {
        if (names.contains(name)) return plugins.find(name);
        throw Error(Status::plugin, "not tried out here");
      });
    } catch (const std::exception& error) {
      trace(error.what());  // who does this for real says so to the user
    }
    write_all(child_words.number(), all_is_well);
    ::_exit(0);
  }
  if (child < 0) return "no plugin can be tried out, since no process can be started; try again";
  auto end = wait_for(child);
  // What a pipe takes at once; not up to its end, which another process could put off for ever.
  std::array<char, 4096> buffer{};
  const ssize_t size = ::read(words.number(), buffer.data(), buffer.size());
  std::string said(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  if (said == all_is_well) return {};
  if (!said.empty()) return said;
  if (end.empty()) end = "ended";
  const auto who = names.size() == 1 ? broken_plugin(plugins.file_of(*names.begin())) : "a plugin broke: ";
  return who + "its process " + end + plugin_remedy;
}

}  // namespace

void try_out_plugins(Plugins& plugins, std::set<std::string> names, const UsePlugins& use) {
  while (!names.empty()) {
    const auto trouble = use_in_child(plugins, names, use);
    if (trouble.empty()) return;
    const auto broken = std::ranges::find_if(
        names, [&](const std::string& name) { return trouble.starts_with(broken_plugin(plugins.file_of(name))); });
    if (broken == names.end()) break;
    plugins.mark_broken(*broken, trouble);
    names.erase(broken);
  }
  // One that ends without a word is found when it is alone.
  for (const auto& name : names) {
    const auto trouble = use_in_child(plugins, {name}, use);
    if (!trouble.empty()) plugins.mark_broken(name, trouble);
  }
}

void try_out_metadata(Plugins& plugins, const std::vector<std::string>& names) {
  try_out_plugins(plugins, {names.begin(), names.end()}, [&](const FindProvider& find) {
    for (const auto& name : names) {
      try {
        find(name).metadata();
      } catch (const std::exception&) {
        continue;  // who asks for it says why
      }
    }
  });
}

}  // namespace jeton
