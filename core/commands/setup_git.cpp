#include <array>
#include <cstdio>

#include "base/edit_file.hpp"
#include "base/file.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "commands/setup.hpp"
#include "setup/git_wiring.hpp"
#include "setup/tool_files.hpp"

namespace jeton {
namespace {

/// How git starts the helper: by its name where it finds it, else by a path, which a shell reads and which has to begin
/// with its slash even where it is quoted. It finds the configuration that this command was given.
std::string helper_program(const Session& session) {
  std::string program = "jeton";
  if (!is_on_path("git-credential-jeton", session.environment)) {
    program = '/' + quoted(prefix().substr(1) + "/bin/git-credential-jeton");
  }
  if (const auto configuration = other_configuration(session)) program += " --config " + quoted(*configuration);
  return program;
}

OwnEntries own_entries(const std::vector<GitHelper>& helpers) {
  OwnEntries own;
  for (const auto& helper : helpers) {
    if (is_own(helper)) own[helper.url] = helper.value;
  }
  return own;
}

std::vector<GitHelper> helpers_in(const std::string& path, std::string_view text) {
  try {
    return git_helpers(text);
  } catch (const Error& error) {
    throw Error(error.status(), path + ": " + error.what());
  }
}

void print_notes(const GitWiring& wiring) {
  for (const auto& note : wiring.notes) print_message(note);
}

int run(const Given& given, Session& session) {
  const auto setup = read_setup(given, session);
  const auto program = helper_program(session);
  if (setup.action == Setup::Action::print) {
    const auto wiring = wire_git(setup.profiles, setup.chosen, program, {});
    std::fputs(git_sections(wiring.helpers).c_str(), stdout);
    print_notes(wiring);
    return static_cast<int>(Status::done);
  }

  const auto path = git_configuration_file(session.places.home, session.environment);
  std::vector<GitHelper> before;
  GitWiring wiring;
  const bool changed = edit_file(path, [&](std::string_view text) {
    before = helpers_in(path, text);
    wiring = setup.action == Setup::Action::undo
                 ? GitWiring{.helpers = unwire_git(setup.profiles, setup.chosen, before), .notes = {}}
                 : wire_git(setup.profiles, setup.chosen, program, before);
    return with_own_helpers(text, wiring.helpers);
  });
  const auto shown = escaped(path);
  if (!changed) {
    std::printf("%s: nothing to do\n", shown.c_str());
  } else if (own_entries(before) == own_entries(wiring.helpers)) {
    std::printf("%s: moved jeton's helpers to its end, where they forget all others\n", shown.c_str());
  }
  print_changes(path, own_entries(before), own_entries(wiring.helpers));
  print_notes(wiring);
  return static_cast<int>(Status::done);
}

constexpr std::array arguments = {setup_argument};
constexpr std::array options = {print_option, undo_option};

}  // namespace

constexpr Command setup_git_command{
    .name = "setup git",
    .summary = "have git ask jeton for the profiles' hosts",
    .description =
        "Writes a helper for each of the profiles' urls to the end of git's global configuration, and changes nothing "
        "else in it. No other helper gets to see the tokens.\n\n"
        "Done twice, it is as done once.",
    .example = "jeton setup git\ngit clone https://git.example.com/team/project",
    .arguments = arguments,
    .options = options,
    .run = run};

}  // namespace jeton
