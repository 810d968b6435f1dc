#include "setup/docker_configuration.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "setup/json_members.hpp"

namespace jeton {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view helpers_key = "credHelpers";

[[noreturn]] void fail(const std::string& what) {
  throw Error(Status::configuration, what + "; mend it first");
}

/// A member that is an object, or an empty one.
ordered_json object_in(const ordered_json& whole, std::string_view key) {
  const auto found = whole.find(key);
  if (found == whole.end() || found->is_null()) return ordered_json::object();
  if (!found->is_object()) fail('"' + std::string(key) + "\" in it is no JSON object");
  return *found;
}

/// Which of two members with one key counts is each program's own idea.
void check_once(const std::vector<JsonMember>& members, std::string_view key) {
  if (std::ranges::count(members, key, &JsonMember::key) > 1) fail('"' + printable(key) + "\" is in it twice");
}

void check_keys(std::string_view text) {
  const auto members = json_members(text, text.find('{'));
  check_once(members, helpers_key);
  const auto helpers = std::ranges::find(members, helpers_key, &JsonMember::key);
  if (helpers == members.end()) return;
  const auto registries = json_members(text, helpers->value);
  for (const auto& registry : registries) check_once(registries, registry.key);
}

}  // namespace

DockerConfiguration DockerConfiguration::read(std::string_view text) {
  DockerConfiguration configuration;
  if (trim(text).empty()) return configuration;
  const auto whole = ordered_json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!whole.is_object()) fail("it is no JSON object");
  const auto helpers = object_in(whole, helpers_key);
  for (const auto& [registry, suffix] : helpers.items()) {
    if (!suffix.is_string()) fail("\"credHelpers\" in it has a value that is no text");
    configuration.helpers.push_back({.registry = registry, .suffix = suffix.get<std::string>()});
  }
  check_keys(text);
  const auto logins = object_in(whole, "auths");
  for (const auto& [registry, login] : logins.items()) {
    // docker leaves an empty one behind as a mark where the login itself is with a helper.
    if (login.is_object() && !login.empty()) configuration.logins.push_back(registry);
  }
  if (const auto store = whole.find("credsStore"); store != whole.end() && store->is_string()) {
    configuration.store = store->get<std::string>();
  }
  return configuration;
}

std::optional<std::string> DockerConfiguration::helper_of(std::string_view registry) const {
  const auto found = std::ranges::find(helpers, registry, &RegistryHelper::registry);
  return found == helpers.end() ? std::nullopt : std::optional(found->suffix);
}

bool is_own(const RegistryHelper& helper) {
  return helper.suffix == "jeton" || helper.suffix.starts_with("jeton-");
}

std::string with_own_helpers(std::string_view text, const std::vector<RegistryHelper>& helpers) {
  const auto before = DockerConfiguration::read(text).helpers;
  auto out = std::string(trim(text).empty() && !helpers.empty() ? "{}\n" : text);
  for (const auto& helper : helpers) {
    if (std::ranges::find(before, helper) == before.end()) {
      out = with_json_member(out, helpers_key, helper.registry, helper.suffix);
    }
  }
  for (const auto& helper : before) {
    const bool stays = std::ranges::find(helpers, helper.registry, &RegistryHelper::registry) != helpers.end();
    if (is_own(helper) && !stays) out = without_json_member(out, helpers_key, helper.registry);
  }
  return out;
}

}  // namespace jeton
