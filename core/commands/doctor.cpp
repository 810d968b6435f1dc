#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "base/file.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "commands/layout.hpp"
#include "commands/profile_status.hpp"
#include "commands/style.hpp"
#include "doctor/configuration_area.hpp"
#include "doctor/curl_area.hpp"
#include "doctor/docker_area.hpp"
#include "doctor/git_area.hpp"
#include "host/compile.hpp"
#include "setup/tool_files.hpp"

namespace jeton {
namespace {

constexpr std::size_t indent = 15;  ///< of what stands beside an area's name

Colour colour_of(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::note: return Colour::dim;
    case Finding::Severity::warning: return Colour::yellow;
    case Finding::Severity::error: return Colour::red;
  }
  return Colour::plain;
}

const char* name_of(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::note: return "note: ";
    case Finding::Severity::warning: return "warning: ";
    case Finding::Severity::error: return "error: ";
  }
  return "";
}

/// Prints each area as it is examined, so that a slow one shows where it stands.
class Report {
 public:
  explicit Report(const Environment& environment) : style_(Style::of_output(environment)) {}

  void print(const Area& area) {
    std::printf("%s%s\n", padded(area.name, indent).c_str(),
                laid_out(area.summary.empty() ? "cannot be looked at" : escaped(area.summary), indent).c_str());
    for (const auto& finding : area.findings) {
      const auto severity = name_of(finding.severity);
      const auto words = laid_out(severity + escaped(finding.what), 4);
      std::printf("  - %s%s\n", style_.in(colour_of(finding.severity), severity).c_str(),
                  words.substr(std::string_view(severity).size()).c_str());
      if (!finding.repair.empty()) std::printf("      %s\n", escaped(finding.repair).c_str());
      warnings_ += finding.severity == Finding::Severity::warning ? 1 : 0;
      errors_ += finding.severity == Finding::Severity::error ? 1 : 0;
    }
    std::fflush(stdout);
  }

  /// Prints what it comes to: the exit status.
  Status end() const {
    const auto counted = [](int count, const char* what) {
      return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
    };
    if (errors_ + warnings_ == 0) {
      std::puts(("\n" + style_.in(Colour::green, "All is well.")).c_str());
    } else {
      std::printf("\n%s, %s.\n", counted(errors_, "error").c_str(), counted(warnings_, "warning").c_str());
    }
    return errors_ > 0 ? Status::configuration : Status::done;
  }

 private:
  /// Without a terminal a line stays one, to be searched for.
  std::string laid_out(const std::string& text, std::size_t column) const {
    return style_.terminal ? wrapped(text, column) : text;
  }

  Style style_;
  int warnings_ = 0;
  int errors_ = 0;
};

std::vector<ProfileRoute> routes_of(const Configuration& configuration) {
  std::vector<ProfileRoute> routes;
  routes.reserve(configuration.profiles.size());
  for (const auto& entry : configuration.profiles) routes.push_back(route_of(entry, configuration.store_key));
  return routes;
}

/// git says itself what its files come to, those of the current folder's repository among them.
GitState git_state(const Environment& environment) {
  constexpr Seconds patience = 10;
  constexpr std::string_view words = "git version ";
  GitState git;
  if (!is_on_path("git", environment)) return git;
  const auto list = run_for_output({"git", "config", "-z", "--list"}, patience);
  if (list.end != ProcessOutput::End::succeeded) {
    git.trouble = list.reason;
    return git;
  }
  git.helpers = listed_git_helpers(list.text);
  const auto version = run_for_output({"git", "version"}, patience).text;
  if (version.starts_with(words)) {
    git.version = version.substr(words.size(), version.find_first_of(" \n", words.size()) - words.size());
  }
  return git;
}

std::optional<std::string> read_if_there(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0 ? std::optional(read_user_file(path, Status::configuration).text)
                                           : std::nullopt;
}

Area docker_area(const Places& places, const std::vector<ProfileRoute>& profiles, const Environment& environment) {
  std::vector<DockerFile> files;
  Area trouble;
  const auto add = [&](DockerFile::Reader reader, const std::string& path, const auto& read) {
    try {
      if (const auto text = read(path)) files.push_back({reader, path, DockerConfiguration::read(*text)});
    } catch (const Error& error) {
      const std::string what = error.what();
      trouble.fail(what.starts_with(path) ? what : path + ": " + what);
    }
  };
  const auto variable = [&](const std::string& name) { return environment(name.c_str()); };
  add(DockerFile::Reader::variable, "DOCKER_AUTH_CONFIG", variable);
  add(DockerFile::Reader::docker, docker_configuration_file(places.home, environment), read_if_there);
  add(DockerFile::Reader::containers, containers_auth_file(places.home, environment), read_if_there);
  if (const auto passing = passing_containers_auth_file(environment)) {
    add(DockerFile::Reader::passing, *passing, read_if_there);
  }
  auto area = examine_docker(files, profiles, environment);
  area.findings.insert(area.findings.begin(), trouble.findings.begin(), trouble.findings.end());
  return area;
}

Area curl_area(const Places& places, const Environment& environment) {
  std::vector<CurlFile> files;
  for (const auto& path : curl_configuration_files(places.home, environment)) {
    try {
      if (auto text = read_if_there(path)) files.push_back({path, std::move(*text)});
    } catch (const Error&) {
      continue;  // curl itself says why
    }
  }
  return examine_curl(files);
}

Area profiles_area(const Session& session) {
  Area area{.name = "profiles", .summary = {}, .findings = {}};
  int serving = 0;
  const auto statuses = profile_statuses(session.places, session.plugins, {}, std::time(nullptr));
  for (const auto& status : statuses) {
    if (status.state == "login-required") area.warn(status.profile + ": a person has to log in; " + status.note);
    if (status.held_off_until) {
      area.warn(status.profile + ": held off until " + rfc3339(*status.held_off_until) + ": " + status.note);
    }
    serving += status.state == "fresh" || status.state == "expiring" ? 1 : 0;
  }
  area.summary = std::to_string(serving) + " of " + std::to_string(statuses.size()) + " with a token (jeton status)";
  return area;
}

/// What goes wrong over an area is a finding as well.
template <class Examine>
void print_examined(Report& report, const std::string& name, const Examine& examine) {
  try {
    report.print(examine());
  } catch (const std::exception& error) {
    Area area{.name = name, .summary = {}, .findings = {}};
    area.fail(error.what());
    report.print(area);
  }
}

int run(const Given& given, Session& session) {
  Report report(session.environment);
  const auto examined = examine_configuration(session.places, session.plugins, session.environment);
  report.print(examined.area);
  const auto configuration = examined.configuration.value_or(Configuration{});
  const auto routes = routes_of(configuration);
  if (examined.configuration) {
    print_examined(report, "secrets",
                   [&] { return examine_secrets(configuration, session.places, session.environment); });
  }
  print_examined(report, "store", [&] { return examine_store(session.places, examined.configuration); });
  print_examined(report, "plugins", [&] { return examine_plugins(configuration, session.plugins); });
  print_examined(report, "git",
                 [&] { return examine_git(git_state(session.environment), routes, session.environment); });
  print_examined(report, "docker", [&] { return docker_area(session.places, routes, session.environment); });
  print_examined(report, "curl", [&] { return curl_area(session.places, session.environment); });
  if (examined.configuration) print_examined(report, "profiles", [&] { return profiles_area(session); });
  if (given.has("--online")) {
    print_examined(report, "endpoints", [&] { return examine_endpoints(configuration, session.environment); });
  }
  return static_cast<int>(report.end());
}

constexpr std::array options = {
    Option{"--online", "", "ask each token endpoint for its time as well, without credentials"}};

}  // namespace

constexpr Command doctor_command{
    .name = "doctor",
    .summary = "find what is wrong, and the command that mends it",
    .description =
        "Looks at the configuration, the secrets and the files that they are in, the secret store, the plugins, and at "
        "how "
        "git, docker, podman, skopeo and curl are set up, and says for each finding what to run.\n\n"
        "Without --online no provider is asked. The status is 3 where something does not work.",
    .example = "jeton doctor --online",
    .arguments = {},
    .options = options,
    .run = run};

}  // namespace jeton
