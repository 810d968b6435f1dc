#include "front/docker_helper.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/fingerprint.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "docker/credential.hpp"
#include "front/choice.hpp"
#include "front/host_seal.hpp"
#include "store/logins.hpp"

namespace jeton {
namespace {

using docker::Login;
using docker::Server;

/// What the protocol wants on standard output, with status 1: clients compare it with texts they know.
struct Answer {
  std::string text;
};

constexpr int failed = 1;

/// One call of the helper.
class DockerHelper {
 public:
  DockerHelper(const std::optional<std::string>& only, TokenSource& tokens)
      : only_(only),
        tokens_(tokens),
        seal_(tokens),
        logins_(tokens.places().state, LoginStore::Protocol::docker, seal_) {}

  std::string get(std::string_view input);
  void store(std::string_view input);
  void erase(std::string_view input);
  std::string list() const;

 private:
  std::optional<ProfileRoute> profile(const Server& server, const std::optional<std::string>& username);

  const std::optional<std::string>& only_;
  TokenSource& tokens_;
  HostSeal seal_;
  LoginStore logins_;
};

Server server_of(std::string_view input) {
  if (trim(input).empty()) throw Answer{std::string(docker::no_server)};
  auto server = docker::parse_server(input);
  if (!server) {
    trace("the server string names no server");
    throw Answer{std::string(docker::not_found)};
  }
  return std::move(*server);
}

std::optional<ProfileRoute> DockerHelper::profile(const Server& server, const std::optional<std::string>& username) {
  for (const auto& request : server.requests) {
    if (auto chosen = choose_profile(tokens_, request, only_, username)) return chosen;
  }
  return std::nullopt;
}

std::string DockerHelper::get(std::string_view input) {
  const auto server = server_of(input);
  if (const auto chosen = profile(server, std::nullopt)) {
    try {
      const auto token = tokens_.get(*chosen, {});
      return docker::write_login({server.text, chosen->username, token.access_token.secret});
    } catch (const Error& error) {
      throw Error(error.status(), chosen->name + ": " + error.what());
    }
  }
  const auto logins = logins_.load(server.name);
  if (logins.empty()) throw Answer{std::string(docker::not_found)};
  return docker::write_login({server.text, logins.front().get("username"), logins.front().get("secret")});
}

void DockerHelper::store(std::string_view input) {
  auto login = docker::read_login(input);
  if (!login) throw Answer{login.error()};
  const auto server = server_of(login->server);
  if (const auto chosen = profile(server, login->username)) {
    // docker stores what it was given: our own token, or what the registry made of it.
    if (login->username == "<token>" || tokens_.cache().was_issued(fingerprint(login->secret))) return;
    throw Error(Status::usage, chosen->name + ": the login for " + printable(server.text) +
                                   " is not kept: this profile gives the registry's tokens; log in without a password");
  }
  logins_.change(server.name, [&](auto& logins) {
    auto record = LoginStore::login();
    record.add("server", server.text);
    record.add("username", login->username);
    record.add("secret", login->secret);
    logins.assign(1, std::move(record));
  });
}

void DockerHelper::erase(std::string_view input) {
  if (trim(input).empty()) throw Answer{std::string(docker::no_server)};
  const auto server = docker::parse_server(input);
  if (!server) return;
  for (const auto& request : server->requests) {
    for (const auto& name : tokens_.routes().best_matches(request)) tokens_.cache().forget(tokens_.profile(name));
  }
  if (!logins_.load(server->name).empty()) {
    logins_.change(server->name, [](auto& logins) { logins.clear(); });
  }
}

std::string DockerHelper::list() const {
  std::vector<Login> logins;
  for (const auto& login : logins_.all()) logins.push_back({login.get("server"), login.get("username"), {}});
  return docker::write_list(logins);
}

std::string read_input() {
  constexpr std::size_t most = std::size_t{1} << 20U;
  auto input = read_all(STDIN_FILENO, most);
  if (!input) throw Answer{"the input is larger than 1 MiB"};
  return std::move(*input);
}

void carry_out(DockerHelper& helper, const std::string& action) {
  if (action == "list") {
    write_all(STDOUT_FILENO, helper.list());
    return;
  }
  auto input = read_input();
  if (action == "get") write_all(STDOUT_FILENO, helper.get(input));
  if (action == "store") helper.store(input);
  if (action == "erase") helper.erase(input);
  wipe(input);
}

int print_and_fail(const std::string& line) {
  write_all(STDOUT_FILENO, line + '\n');
  return failed;
}

}  // namespace

int run_docker_helper(const std::string& program, const std::vector<std::string>& actions,
                      const std::optional<std::string>& only, TokenSource& tokens) {
  constexpr std::array<std::string_view, 4> known = {"get", "store", "erase", "list"};
  if (actions.size() != 1) return print_and_fail("Usage: " + program + " <get|store|erase|list|version>");
  const auto& action = actions.front();
  if (action == "version") {
    write_all(STDOUT_FILENO, program + " (jeton) " JETON_VERSION "\n");
    return static_cast<int>(Status::done);
  }
  if (std::ranges::find(known, action) == known.end()) {
    return print_and_fail(program + ": unknown action: " + printable(action));
  }
  DockerHelper helper(only, tokens);
  try {
    carry_out(helper, action);
    return static_cast<int>(Status::done);
  } catch (const Answer& answer) {
    return print_and_fail(answer.text);
  } catch (const Error& error) {
    // docker shows standard error alone, podman and skopeo standard output alone.
    print_message(error.what());
    return print_and_fail("jeton: " + escaped(error.what()));
  }
}

}  // namespace jeton
