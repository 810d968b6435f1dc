#include "match/authority.hpp"

#include "fuzz.hpp"

// The host and port of a request, a pattern, a server string. One that is accepted has nothing odd in it, and is read
// the same from its one spelling.
void jeton::fuzz(std::string_view input) {
  const auto authority = parse_authority(input);
  if (!authority) return;
  const auto& host = authority->host;
  must(!host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.:[]") == std::string::npos);
  must(authority->port != 0);
  must(!is_loopback(host) || host == "localhost" || host == "[::1]" || host.starts_with("127."));
  must(parse_authority(host + (authority->port ? ':' + std::to_string(*authority->port) : "")) == authority);
}
