#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/edit_file.hpp"
#include "base/file.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "commands/setup.hpp"
#include "setup/docker_wiring.hpp"
#include "setup/tool_files.hpp"

namespace jeton {
namespace {

/// What is to be said, once, when all files are written.
struct Sayings {
  std::set<std::string> notes;
  std::set<std::string> refusals;  ///< what was not written
};

void add(const DockerWiring& wiring, const std::string& path, Sayings& sayings) {
  sayings.notes.insert(wiring.notes.begin(), wiring.notes.end());
  sayings.refusals.insert(wiring.undecided.begin(), wiring.undecided.end());
  for (const auto& taken : wiring.taken) sayings.refusals.insert(path + ": " + taken);
}

OwnEntries own_entries(const std::vector<RegistryHelper>& helpers) {
  OwnEntries own;
  for (const auto& helper : helpers) {
    if (is_own(helper)) own[helper.registry] = helper.suffix;
  }
  return own;
}

DockerConfiguration read_configuration(const std::string& path, std::string_view text) {
  try {
    return DockerConfiguration::read(text);
  } catch (const Error& error) {
    throw Error(error.status(), path + ": " + error.what());
  }
}

/// docker's file, and the other tools' own, where there is one of them or already that file.
std::vector<std::string> files(const Session& session) {
  const auto& environment = session.environment;
  std::vector<std::string> paths = {docker_configuration_file(session.places.home, environment)};
  auto containers = containers_auth_file(session.places.home, environment);
  const bool is_wanted = std::ranges::any_of(std::array{"podman", "skopeo", "buildah"},
                                             [&](const char* program) { return is_on_path(program, environment); });
  if (is_wanted || !read_foreign_file(containers).empty()) paths.push_back(std::move(containers));
  return paths;
}

void change_file(const std::string& path, const Setup& setup, Sayings& sayings) {
  DockerConfiguration before;
  DockerWiring wiring;
  const bool changed = edit_file(path, [&](std::string_view text) {
    before = read_configuration(path, text);
    wiring = setup.action == Setup::Action::undo
                 ? DockerWiring{.helpers = unwire_docker(setup.profiles, setup.chosen, before)}
                 : wire_docker(setup.profiles, setup.chosen, before);
    return with_own_helpers(text, wiring.helpers);
  });
  if (!changed) std::printf("%s: nothing to do\n", escaped(path).c_str());
  print_changes(path, own_entries(before.helpers), own_entries(wiring.helpers));
  add(wiring, path, sayings);
}

/// Each program has to be on the PATH of docker, which knows no other way to start one and gives it no options.
void add_what_docker_lacks(const std::vector<RegistryHelper>& helpers, const Session& session, Sayings& sayings) {
  const auto bin = prefix() + "/bin";
  for (const auto& helper : helpers) {
    const auto program = "docker-credential-" + helper.suffix;
    if (!is_own(helper) || is_on_path(program, session.environment)) continue;
    const auto file = bin + '/' + program;
    sayings.notes.insert(
        program + (std::filesystem::exists(file)
                       ? " is not on PATH, where docker looks for it; run: export PATH=" + quoted(bin) + ":\"$PATH\""
                       : " is not there yet; run: ln -s docker-credential-jeton " + quoted(file)));
  }
  if (const auto configuration = other_configuration(session)) {
    sayings.notes.insert("docker tells its helper of no configuration; run: export JETON_CONFIG=" +
                         quoted(*configuration));
  }
}

/// A login that podman and skopeo find before they come to the helper.
void add_shadowing_logins(const std::vector<RegistryHelper>& helpers, const Session& session, Sayings& sayings) {
  const auto passing = passing_containers_auth_file(session.environment);
  if (!passing) return;
  const auto logins = read_configuration(*passing, read_foreign_file(*passing)).logins;
  for (const auto& helper : helpers) {
    if (!is_own(helper) || std::ranges::find(logins, helper.registry) == logins.end()) continue;
    sayings.notes.insert("podman and skopeo use the login for " + helper.registry + " in " + *passing +
                         " instead; run: podman logout --authfile " + quoted(*passing) + ' ' + helper.registry);
  }
}

int say(const Sayings& sayings) {
  for (const auto& note : sayings.notes) print_message(note);
  for (const auto& refusal : sayings.refusals) print_message(refusal);
  return static_cast<int>(sayings.refusals.empty() ? Status::done : Status::configuration);
}

int print_entries(const Setup& setup, const std::string& path) {
  auto present = read_configuration(path, read_foreign_file(path));
  std::erase_if(present.helpers, [](const RegistryHelper& helper) { return is_own(helper); });
  const auto wiring = wire_docker(setup.profiles, setup.chosen, present);
  std::fputs(with_own_helpers({}, wiring.helpers).c_str(), stdout);
  Sayings sayings;
  add(wiring, path, sayings);
  return say(sayings);
}

int run(const Given& given, Session& session) {
  const auto setup = read_setup(given, session);
  const auto paths = files(session);
  if (setup.action == Setup::Action::print) return print_entries(setup, paths.front());
  Sayings sayings;
  for (const auto& path : paths) change_file(path, setup, sayings);
  if (setup.action == Setup::Action::write) {
    const auto written = read_configuration(paths.front(), read_foreign_file(paths.front())).helpers;
    add_what_docker_lacks(written, session, sayings);
    add_shadowing_logins(written, session, sayings);
  }
  return say(sayings);
}

constexpr std::array arguments = {setup_argument};
constexpr std::array options = {print_option, undo_option};

}  // namespace

constexpr Command setup_docker_command{
    .name = "setup docker",
    .summary = "have docker, podman and skopeo ask jeton for the profiles' registries",
    .description =
        "Writes the hosts in the profiles' urls to credHelpers in docker's config.json and, where podman, skopeo or "
        "buildah is there, in their auth.json. Nothing else is changed.\n\n"
        "A registry that another helper answers for, or that several of the profiles share, is left as it is: then the "
        "status is 3. Done twice, it is as done once.",
    .example = "jeton setup docker\ndocker pull registry.example.com/team/image",
    .arguments = arguments,
    .options = options,
    .run = run};

}  // namespace jeton
