#include "commands/plugin_rules.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "config/profile.hpp"
#include "host/exported_symbols.hpp"

namespace jeton {
namespace {

constexpr std::array<std::string_view, 5> grants = {"client_credentials", "authorization_code", "device_code",
                                                    "refresh_token", "static"};

[[noreturn]] void fail(const std::string& why) {
  throw std::runtime_error(why);
}

std::string listed(const auto& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out.empty() ? "none" : out;
}

bool has(std::span<const Setting> settings, std::string_view name) {
  return std::ranges::find(settings, name, &Setting::name) != settings.end();
}

}  // namespace

std::string check_exports(const std::string& library) {
  const auto exported = exported_symbols(library);
  if (exported != std::vector<std::string_view>{"jeton_plugin"}) {
    fail("it exports " + listed(exported) + "; it must be jeton_plugin alone, as jeton_add_plugin() has it");
  }
  return "jeton_plugin alone";
}

std::string check_metadata(const Metadata& metadata) {
  if (metadata.version.empty()) fail("it has no version");
  if (metadata.summary.empty()) fail("it has no summary");
  if (metadata.grants.empty()) fail("it names no grant");
  for (const auto grant : metadata.grants) {
    if (std::ranges::find(grants, grant) == grants.end()) fail("there is no grant " + std::string(grant));
  }
  return std::string(metadata.summary) + ", version " + std::string(metadata.version) +
         "; grants: " + listed(metadata.grants);
}

std::string check_settings(const Metadata& metadata) {
  std::vector<std::string_view> names;
  for (const auto& setting : metadata.settings) {
    names.push_back(setting.name);
    if (has(common_settings(), setting.name)) fail(std::string(setting.name) + " is a key that every profile has");
    if (setting.meaning.empty()) fail(std::string(setting.name) + " has no meaning");
  }
  for (const auto& hint : metadata.hints) {
    if (!has(metadata.settings, hint.key) && !has(common_settings(), hint.key)) {
      fail("a hint is about " + std::string(hint.key) + ", which is no key");
    }
  }
  return listed(names);
}

}  // namespace jeton
