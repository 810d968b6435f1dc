#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/error.hpp"
#include "base/message.hpp"
#include "base/places.hpp"
#include "base/process.hpp"
#include "front/arguments.hpp"
#include "front/docker_helper.hpp"
#include "front/explain.hpp"
#include "front/git_helper.hpp"
#include "front/host_process.hpp"
#include "front/token_commands.hpp"

namespace {

using namespace jeton;

/// What the program was called as, and with what.
struct Call {
  std::string program;
  std::vector<std::string_view> arguments;
  char** argv;
};

TokenSource source_of(const Arguments& arguments) {
  return TokenSource(find_places(process_environment, arguments.value("--config")));
}

int finish(int status, TokenSource& tokens) {
  tokens.renew_ahead();
  return status;
}

/// git calls helpers with the action last, after the arguments that the user configured.
int git_helper(const Call& call) {
  const auto arguments = parse_arguments(call.arguments, {"--profile", "--config"}, {});
  // An action that no version of the protocol has is ignored, as git wants it.
  if (!arguments || arguments->words.size() != 1) return static_cast<int>(Status::done);
  auto tokens = source_of(*arguments);
  return finish(run_git_helper(arguments->words.front(), arguments->value("--profile"), tokens), tokens);
}

int docker_helper(const Call& call, const std::string& program, std::optional<std::string> only) {
  const auto arguments = parse_arguments(call.arguments, {"--profile", "--config"}, {"--version"});
  auto tokens = source_of(arguments.value_or(Arguments{}));
  if (!arguments) return run_docker_helper(program, {}, only, tokens);
  if (const auto profile = arguments->value("--profile")) only = profile;
  auto actions = arguments->words;
  if (arguments->has("--version")) actions = {"version"};
  return finish(run_docker_helper(program, actions, only, tokens), tokens);
}

/// The commands of people's that are carried out here, if their arguments are right.
std::optional<int> token_command(const Call& call) {
  const auto arguments =
      parse_arguments(call.arguments, {"--config", "--min-validity", "--url", "--output"}, {"--renew", "--json"});
  if (!arguments || arguments->words.size() != 2) return std::nullopt;
  const auto& name = arguments->words.front();
  if (name != "explain" && !is_profile_name(arguments->words[1])) return std::nullopt;
  const auto takes = [&](std::initializer_list<std::string_view> options) {
    return std::ranges::all_of(arguments->values, [&](const auto& given) {
      return given.first == "--config" || std::ranges::find(options, given.first) != options.end();
    });
  };
  if (const auto duration = arguments->value("--min-validity"); duration && !parse_duration(*duration)) {
    return std::nullopt;
  }
  int (*run)(const Arguments&, TokenSource&) = nullptr;
  if (name == "token" && takes({"--min-validity", "--renew", "--json"})) run = print_token;
  if (name == "curl" && takes({"--min-validity", "--renew", "--url", "--output"})) run = print_curl_configuration;
  if (name == "exec" && takes({"--min-validity", "--renew"})) run = become_command;
  if (name == "reject" && takes({})) run = reject_token;
  if (name == "explain" && takes({})) run = explain;
  if (run == nullptr || arguments->command.empty() != (run != become_command)) return std::nullopt;

  Arguments rest = *arguments;
  rest.words.erase(rest.words.begin());
  try {
    auto tokens = source_of(rest);
    return finish(run(rest, tokens), tokens);
  } catch (const std::exception& error) {
    if (run == print_curl_configuration) print_failing_curl_configuration(rest, error.what());
    throw;
  }
}

/// The first word, which names the command; empty where there is none.
std::string_view command_of(const Call& call) {
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    if (call.arguments[i] == "--config") {
      ++i;
    } else if (!call.arguments[i].starts_with('-')) {
      return call.arguments[i];
    }
  }
  return {};
}

int run(Call call) {
  constexpr std::string_view docker_name = "docker-credential-jeton";
  const auto& program = call.program;
  if (program == "git-credential-jeton") return git_helper(call);
  if (program.starts_with(docker_name)) {
    std::optional<std::string> only;
    if (program.size() > docker_name.size() + 1) only = program.substr(docker_name.size() + 1);
    return docker_helper(call, program, only);
  }
  const auto first = call.arguments.empty() ? std::string_view() : call.arguments.front();
  if (first == "sandbox") become_program(prefix() + "/libexec/jeton/jeton-sandbox", call.argv + 1);
  const bool asks_for_help = std::ranges::find(call.arguments, "--help") != call.arguments.end() ||
                             std::ranges::find(call.arguments, "-h") != call.arguments.end();
  if ((first == "git" || first == "docker") && !asks_for_help) {
    call.arguments.erase(call.arguments.begin());
    return first == "git" ? git_helper(call) : docker_helper(call, std::string(docker_name), std::nullopt);
  }
  if (const auto status = token_command(call)) return *status;
  // `curl -K <(jeton curl …)` does not see the status of a wrong call, and would go on without a token.
  if (command_of(call) == "curl" && !asks_for_help) {
    print_failing_curl_configuration({}, "jeton curl was called wrongly; run: jeton curl --help");
  }
  become_program(host_program(), call.argv);
}

}  // namespace

int main(int argc, char** argv) {
  protect_process();
  const std::string_view name = argc > 0 ? argv[0] : "jeton";
  try {
    return run({.program = std::string(name.substr(name.rfind('/') + 1)),
                .arguments = {argv + std::min(argc, 1), argv + argc},
                .argv = argv});
  } catch (const Error& error) {
    print_message(error.what());
    return static_cast<int>(error.status());
  } catch (const std::exception& error) {
    print_message(error.what());
    return static_cast<int>(Status::storage);
  }
}
