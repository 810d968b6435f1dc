#include "docker/credential.hpp"
#include "fuzz.hpp"

// The JSON that docker gives to be kept. What is kept is what docker gets back.
void jeton::fuzz(std::string_view input) {
  const auto login = docker::read_login(input);
  if (!login) return must(!login.error().empty());
  must(!login->server.empty() && !login->username.empty());
  const auto written = docker::write_login(*login);
  must(written.find('\n') == written.size() - 1);
  const auto again = docker::read_login(written);
  must(again && again->server == login->server && again->username == login->username && again->secret == login->secret);
  const auto list = docker::write_list({*login});
  must(list.find('\n') == list.size() - 1);
}
