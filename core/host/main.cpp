#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/message.hpp"
#include "base/places.hpp"
#include "base/process.hpp"
#include "host/command_line.hpp"
#include "host/commands.hpp"
#include "host/plugin_call.hpp"
#include "host/plugins.hpp"
#include "host/requests.hpp"

namespace {

using namespace jeton;

/// The one that the command is about, if it is about one.
std::string profile_of(const CommandLine& line) {
  return line.login.profile.empty() ? line.secret.profile : line.login.profile;
}

int run(const CommandLine& line) {
  const auto places =
      find_places(process_environment, line.configuration.empty() ? std::nullopt : std::optional(line.configuration));
  Plugins plugins(prefix() + "/lib/jeton/plugins");
  const auto profile = profile_of(line);
  if (!profile.empty()) set_last_words({.before = "jeton: " + profile + ": "});
  switch (line.command) {
    case CommandLine::Command::none: return static_cast<int>(Status::done);
    case CommandLine::Command::login: return log_in(places, plugins, process_environment, line.login);
    case CommandLine::Command::logout: return log_out(places, plugins, process_environment, line.login.profile);
    case CommandLine::Command::secret_set: return set_secret(places, plugins, process_environment, line.secret);
    case CommandLine::Command::secret_unset: return unset_secret(places, plugins, process_environment, line.secret);
    case CommandLine::Command::status:
      return show_status(places, plugins, line.profiles, line.json ? OutputFormat::json : OutputFormat::text);
    case CommandLine::Command::plugins: return show_plugins(places, plugins);
  }
  return static_cast<int>(Status::usage);
}

}  // namespace

int main(int argc, char** argv) {
  protect_process();
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error, not the end
  ::unsetenv("SSLKEYLOGFILE");    // libcurl would write the keys of every connection there
  ::unsetenv(gnutls_waits);       // a program that gives a secret may need it
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  try {
    if (is_front_request(arguments)) answer_front_request(arguments, process_environment);
    return run(parse_command_line({arguments.begin(), arguments.end()}));
  } catch (const Error& error) {
    print_message(error.what());
    return static_cast<int>(error.status());
  } catch (const std::exception& error) {
    print_message(error.what());
    return static_cast<int>(Status::storage);
  }
}
