#include "host/plugin_abi.hpp"

#include <vector>  // which Boost.DLL 1.74 forgets

#include <algorithm>
#include <boost/dll/library_info.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "jeton/plugin.hpp"

namespace jeton {
namespace {

constexpr std::string_view abi_family = "jeton.plugin.";

[[noreturn]] void fail(const std::string& message) {
  throw Error(Status::plugin, message);
}

/// What differs between two of the family, in words.
std::string difference(std::string_view theirs, std::string_view ours) {
  const auto their_parts = split(theirs.substr(abi_family.size()), '.');
  const auto our_parts = split(ours.substr(abi_family.size()), '.');
  if (their_parts.front() != our_parts.front()) return "for another plugin interface";
  if (their_parts.size() != our_parts.size()) return "for another ABI";
  if (their_parts.back() == our_parts.back()) return "with another compiler or standard library";
  return "with other SDK headers";
}

}  // namespace

std::string plugin_abi() {
  return JETON_PLUGIN_ABI;
}

void check_plugin_abi(const std::string& file) {
  std::vector<std::string> sections;
  try {
    sections = boost::dll::library_info(file).sections();
  } catch (const std::exception&) {
    fail(file + " is no shared library");
  }
  const auto of_family = [](const std::string& name) { return name.starts_with(abi_family); };
  const auto abi = std::ranges::find_if(sections, of_family);
  if (abi == sections.end()) fail(file + " is no jeton plugin");
  if (*abi == plugin_abi()) return;
  fail(file + " is built " + difference(*abi, plugin_abi()) + " than this jeton (" + printable(*abi) +
       ", this one is " + plugin_abi() + "); build it again with this one's SDK");
}

}  // namespace jeton
