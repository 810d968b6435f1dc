#include "host/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace jeton {
namespace {

constexpr const char* description = "OAuth2 tokens for git, curl and docker";
constexpr const char* examples =
    "Examples:\n"
    "  jeton token clearstreet\n"
    "  curl -K <(jeton curl clearstreet) https://api.clearstreet.io/…\n"
    "  git config --global credential.https://git.example.com.helper jeton\n";

std::string check_code(const std::string& text) {
  return text == "-" ? std::string() : "takes \"-\" alone; the code itself is read from standard input";
}

std::string check_duration(const std::string& text) {
  return parse_duration(text) ? std::string() : "is not a duration such as 90, 90s, 5m or 2h";
}

/// The commands that the front carries out are described here as well, so that `--help` knows them all.
void describe_front_commands(CLI::App& app, CommandLine& line) {
  static std::string profile;
  static std::string duration;
  static std::string text;
  static bool flag = false;
  const auto asks_for_token = [&](CLI::App* command) {
    command->add_option("PROFILE", profile, "the profile's name")->required();
    command->add_option("--min-validity", duration, "how long the token must live at least, such as 5m")
        ->check(check_duration);
    command->add_flag("--renew", flag, "ask the provider even if the cached token would do");
  };
  auto* const token = app.add_subcommand("token", "print a profile's access token");
  asks_for_token(token);
  token->add_flag("--json", line.json, "print profile, token, expiry and scope as JSON");
  auto* const curl = app.add_subcommand("curl", "print a curl configuration for curl -K");
  asks_for_token(curl);
  curl->add_option("--url", text, "for this URL alone");
  curl->add_option("--output", text, "write it to this file, readable by you alone");
  app.add_subcommand("reject", "the API answered 401 to the token on standard input: never hand it out again")
      ->add_option("PROFILE", profile, "the profile's name")
      ->required();
  for (const auto& [name, words] :
       {std::pair("git", "git's credential helper: get, store, erase, capability"),
        std::pair("docker", "docker's credential helper: get, store, erase, list, version")}) {
    auto* const helper = app.add_subcommand(name, words);
    helper->add_option("ACTION", text, "what the tool asks for")->required();
    helper->add_option("--profile", profile, "answer for this profile alone");
  }
  app.add_subcommand("sandbox", "a provider, an API, a git repository and a registry on loopback, to try things with");
}

std::vector<std::string_view> words_of(const CLI::App& command, std::vector<std::string>& storage) {
  for (const auto* const option : command.get_options()) {
    for (const auto& name : option->get_lnames()) storage.push_back("--" + name);
  }
  return {storage.begin(), storage.end()};
}

/// What is wrong, without what was typed where nothing belongs: that may be a secret.
std::string in_words(const CLI::ParseError& error, const std::string& command) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const bool reads_secret = command == "jeton secret" || command == "jeton reject";
    return std::string("there are more arguments than it takes") +
           (reads_secret ? "; a secret is read from standard input" : "");
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr)
    return "an option has a value that it does not take";
  return printable(error.what());
}

/// CLI11 says what is wrong; what was probably meant is added here, by the same rule as for configuration keys.
[[noreturn]] void fail(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  const CLI::App* command = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
  std::vector<std::string> storage;
  const auto path = command == &app ? std::string("jeton") : "jeton " + command->get_name();
  auto message = in_words(error, path);
  const auto words = words_of(*command, storage);
  for (const auto& argument : arguments) {
    const auto option = argument.substr(0, argument.find('='));
    if (option.starts_with("--") && std::ranges::find(words, option) == words.end()) {
      message = "unknown option " + printable(option) + did_you_mean(option, words);
      break;
    }
  }
  throw Error(Status::usage, message + "; run: " + path + " --help");
}

void check_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  std::vector<std::string> names;
  for (const auto* const command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::vector<std::string_view> words(names.begin(), names.end());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--config") {
      ++i;
    } else if (!arguments[i].starts_with('-')) {
      if (std::ranges::find(names, arguments[i]) != names.end()) return;
      throw Error(Status::usage, "unknown command " + printable(arguments[i]) + did_you_mean(arguments[i], words) +
                                     "; run: jeton --help");
    }
  }
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
  CommandLine line;
  CLI::App app(description, "jeton");
  app.footer(examples);
  app.set_version_flag("--version", std::string("jeton ") + JETON_VERSION);
  app.add_option("--config", line.configuration, "another configuration file");
  app.fallthrough();
  app.require_subcommand(1);
  describe_front_commands(app, line);
  auto* const status = app.add_subcommand("status", "what state each profile's token is in");
  status->add_option("PROFILE", line.profiles, "these alone");
  status->add_flag("--json", line.json, "print it as JSON");
  auto* const plugins = app.add_subcommand("plugins", "the provider plugins, and why one cannot be loaded");

  auto* const login = app.add_subcommand("login", "get your consent, where the provider wants it, and a token");
  login->add_option("PROFILE", line.login.profile, "the profile's name")->required();
  bool no_browser = false;
  std::string code;
  login->add_flag("--no-browser", no_browser, "only print the address to open");
  login->add_option("--code", code, "-: read the code, or the redirected address, from standard input")
      ->check(check_code);
  auto* const logout = app.add_subcommand("logout", "forget a profile's tokens, after revoking them");
  logout->add_option("PROFILE", line.login.profile, "the profile's name")->required();
  auto* const secret = app.add_subcommand("secret", "put a secret into the secret store, or take one out");
  secret->require_subcommand(1);
  auto* const set = secret->add_subcommand("set", "read a secret from the terminal or standard input");
  auto* const unset = secret->add_subcommand("unset", "forget it");
  for (auto* const command : {set, unset}) {
    command->add_option("PROFILE", line.secret.profile, "the profile's name")->required();
    command->add_option("KEY", line.secret.key, "such as client_secret")->required();
  }

  check_command(app, arguments);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& wanted) {
    app.exit(wanted);
    return line;
  } catch (const CLI::ParseError& error) {
    fail(app, error, arguments);
  }
  if (no_browser) line.login.browser = LoginOptions::Browser::only_told;
  if (!code.empty()) line.login.code = LoginOptions::Code::from_standard_input;
  if (login->parsed()) line.command = CommandLine::Command::login;
  if (logout->parsed()) line.command = CommandLine::Command::logout;
  if (set->parsed()) line.command = CommandLine::Command::secret_set;
  if (unset->parsed()) line.command = CommandLine::Command::secret_unset;
  if (status->parsed()) line.command = CommandLine::Command::status;
  if (plugins->parsed()) line.command = CommandLine::Command::plugins;
  return line;
}

}  // namespace jeton
