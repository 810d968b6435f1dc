#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/request_url.hpp"

/// docker's credential helper protocol (docker/docker-credential-helpers) as text in, text out.
namespace jeton::docker {

/// Texts that clients compare with the whole of what a helper printed.
constexpr std::string_view not_found = "credentials not found in native keychain";
constexpr std::string_view no_server = "no credentials server URL";
constexpr std::string_view no_username = "no credentials username";

/// A server string, in any of the forms that docker, buildkit, podman, skopeo, oras, helm, crane and nerdctl send.
struct Server {
  std::string text;                  ///< as it came: what it is given back as
  std::string name;                  ///< one for all forms of one registry: what its login is kept under
  std::vector<RequestUrl> requests;  ///< what a profile may cover it as; none where no token may be sent there
};

/// Nothing for a text that names no server.
std::optional<Server> parse_server(std::string_view text);

/// What `store` is given.
struct Login {
  std::string server;
  std::string username;
  std::string secret;
};

/// The error is what the protocol wants printed.
std::expected<Login, std::string> read_login(std::string_view input);

/// The answer to `get`.
std::string write_login(const Login& login);

/// The answer to `list`: every server and its user name.
std::string write_list(const std::vector<Login>& logins);

}  // namespace jeton::docker
