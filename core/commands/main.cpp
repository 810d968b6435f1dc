#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/message.hpp"
#include "base/places.hpp"
#include "base/process.hpp"
#include "commands/command_line.hpp"
#include "commands/completion.hpp"
#include "host/plugin_call.hpp"
#include "host/plugins.hpp"
#include "host/requests.hpp"

namespace {

using namespace jeton;

int run(const CommandLine& line) {
  if (line.command == nullptr) return static_cast<int>(Status::done);
  Plugins plugins(prefix() + "/lib/jeton/plugins");
  Session session{.places = find_places(process_environment,
                                        line.configuration.empty() ? std::nullopt : std::optional(line.configuration)),
                  .plugins = plugins,
                  .environment = process_environment};
  // The one that the command is about, if it is about one.
  const auto profiles = line.given.texts("PROFILE");
  if (profiles.size() == 1) set_last_words({.before = "jeton: " + profiles.front() + ": "});
  // The front carries out what it can: what it hands over is wrong in a way that shows only here.
  if (line.command->run == nullptr) throw Error(Status::usage, "run it as jeton " + std::string(line.command->name));
  return line.command->run(line.given, session);
}

/// `jeton @complete WORD…`, as the shells' functions ask.
int print_completion(std::span<const std::string_view> words) {
  Plugins plugins(prefix() + "/lib/jeton/plugins");
  std::fputs(complete({words.begin(), words.end()}, plugins, process_environment).text().c_str(), stdout);
  return static_cast<int>(Status::done);
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
    if (!arguments.empty() && arguments.front() == "@complete")
      return print_completion(std::span(arguments).subspan(1));
    return run(parse_command_line({arguments.begin(), arguments.end()}));
  } catch (const Error& error) {
    print_message(error.what());
    return static_cast<int>(error.status());
  } catch (const std::exception& error) {
    print_message(error.what());
    return static_cast<int>(Status::storage);
  }
}
