#include "docker/credential.hpp"
#include "fuzz.hpp"

// The server string of docker and its relatives. One that is accepted is given back unchanged, is one name in all its
// forms, and asks for nothing but https, or http on loopback, on a host that is one.
void jeton::fuzz(std::string_view input) {
  const auto server = docker::parse_server(input);
  if (!server) return;
  must(!server->text.empty() && input.contains(server->text) && !server->name.empty());
  must(!has_control(server->text) && !has_control(server->name));
  for (const auto& request : server->requests) {
    must(!request.path && parse_authority(request.authority.host).has_value());
    must(!request.scheme || request.scheme == "https" || is_loopback(request.authority.host));
  }
  const auto again = docker::parse_server(server->text);
  must(again && again->text == server->text && again->name == server->name);
  const auto by_name = docker::parse_server(server->name);
  must(by_name && by_name->name == server->name);
}
