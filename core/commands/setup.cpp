#include "commands/setup.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "host/compile.hpp"
#include "token/token_cache.hpp"

namespace jeton {
namespace {

void print_change(const std::string& path, const char* what, const std::string& place, const std::string& value) {
  std::printf("%s: %s %s (%s)\n", escaped(path).c_str(), what, escaped(place).c_str(), escaped(value).c_str());
}

Setup::Action action_of(const Given& given) {
  if (given.has("--print") && given.has("--undo")) {
    throw Error(Status::usage, "--print and --undo exclude each other; leave one out");
  }
  if (given.has("--undo")) return Setup::Action::undo;
  return given.has("--print") ? Setup::Action::print : Setup::Action::write;
}

}  // namespace

Setup read_setup(const Given& given, Session& session) {
  Setup setup{.action = action_of(given), .chosen = given.texts("PROFILE")};
  // All of it goes, whether or not the configuration can be read.
  if (setup.action == Setup::Action::undo && setup.chosen.empty()) return setup;
  const auto text = current_routes(session.places, session.plugins, TokenCache(session.places.cache));
  const auto routes = Routes::parse(text);
  if (!routes) throw Error(Status::storage, "the configuration could not be compiled");
  const auto names = routes->names();
  for (const auto& name : names) setup.profiles.push_back(*routes->find(name));
  if (setup.action == Setup::Action::undo) return setup;
  if (names.empty()) {
    throw Error(Status::configuration,
                "there is no profile in " + session.places.configuration + " yet; run: jeton add");
  }
  for (const auto& name : setup.chosen) {
    const auto profile = std::ranges::find(setup.profiles, name, &ProfileRoute::name);
    if (profile == setup.profiles.end()) {
      throw Error(Status::configuration, name + ": " + no_such_profile(name, names, session.places.configuration));
    }
    if (profile->urls.empty()) {
      throw Error(Status::configuration, name + ": it has no urls, which say where its token may go; add some first");
    }
  }
  if (setup.chosen.empty()) setup.chosen = names;
  return setup;
}

std::optional<std::string> other_configuration(const Session& session) {
  const auto& path = session.places.configuration;
  return path == find_places(session.environment, std::nullopt).configuration ? std::nullopt : std::optional(path);
}

void print_changes(const std::string& path, const OwnEntries& before, const OwnEntries& after) {
  for (const auto& [place, value] : after) {
    const auto old = before.find(place);
    if (old == before.end()) print_change(path, "added", place, value);
    if (old != before.end() && old->second != value) print_change(path, "changed", place, value);
  }
  for (const auto& [place, value] : before) {
    if (!after.contains(place)) print_change(path, "removed", place, value);
  }
}

}  // namespace jeton
