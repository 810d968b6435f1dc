#include "docker/credential.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace jeton::docker {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view hub_name = "index.docker.io";
/// Docker Hub's names are one registry.
constexpr std::array<std::string_view, 3> hub_hosts = {"index.docker.io", "docker.io", "registry-1.docker.io"};

RequestUrl request(std::optional<std::string> scheme, Authority authority) {
  return {.scheme = std::move(scheme), .authority = std::move(authority), .path = std::nullopt};
}

/// Hub's login, or one of the two that the docker CLI keeps beside it after a login in the browser: those are docker's
/// own and no profile's.
Server hub(std::string_view text, std::string_view path) {
  Server server{.text = std::string(text), .name = std::string(hub_name), .requests = {}};
  for (const auto* const token : {"/v1/access-token", "/v1/refresh-token"}) {
    if (path == token) server.name += token;
  }
  if (server.name == hub_name && is_plain_path(path)) {
    for (const auto host : hub_hosts) server.requests.push_back(request("https", {std::string(host), std::nullopt}));
  }
  return server;
}

std::string dump(const ordered_json& object) {
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace

std::optional<Server> parse_server(std::string_view text) {
  text = trim(text);
  auto rest = text;
  std::optional<std::string> scheme;
  if (const auto colon = text.find("://"); colon != std::string_view::npos) {
    scheme = to_lower(text.substr(0, colon));
    rest.remove_prefix(colon + 3);
  }
  const bool has_control =
      std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
  if (rest.empty() || has_control) return std::nullopt;
  if (scheme && *scheme != "https" && *scheme != "http") {
    // nerdctl's own scheme, and whatever else a client may use as a key: a login can be kept under it, as it is.
    return Server{.text = std::string(text), .name = std::string(text), .requests = {}};
  }

  const auto slash = std::min(rest.find('/'), rest.size());
  const auto path = rest.substr(slash);
  auto authority = parse_authority(rest.substr(0, slash));
  if (!authority) return std::nullopt;
  const bool is_http = scheme == "http";
  const bool is_hub = std::ranges::find(hub_hosts, server_name(*authority, "https")) != hub_hosts.end();
  if (is_hub && !is_http) return hub(text, path);

  Server server{.text = std::string(text), .name = {}, .requests = {}};
  auto asked = request(std::move(scheme), std::move(*authority));
  if (is_http && !is_protected(asked)) {
    server.name = "http://" + server_name(asked.authority, "http");
  } else {
    // On loopback, clients leave it open which of the two they speak: it is one login for a host and port.
    if (is_http && !asked.authority.port) asked.authority.port = default_port("http");
    server.name = server_name(asked.authority, "https");
    if (is_plain_path(path)) server.requests.push_back(std::move(asked));
  }
  return server;
}

std::expected<Login, std::string> read_login(std::string_view input) {
  const auto object = ordered_json::parse(input, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return std::unexpected("the input is not a JSON object");
  // Go's decoder, which helpers are written with, does not look at the case of names.
  const auto text = [&](std::string_view name) {
    for (const auto& [key, value] : object.items()) {
      if (to_lower(key) == name && value.is_string()) return value.get<std::string>();
    }
    return std::string();
  };
  Login login{.server = text("serverurl"), .username = text("username"), .secret = text("secret")};
  if (login.server.empty()) return std::unexpected(std::string(no_server));
  if (login.username.empty()) return std::unexpected(std::string(no_username));
  return login;
}

std::string write_login(const Login& login) {
  return dump({{"ServerURL", login.server}, {"Username", login.username}, {"Secret", login.secret}});
}

std::string write_list(const std::vector<Login>& logins) {
  auto object = ordered_json::object();
  for (const auto& login : logins) object[login.server] = login.username;
  return dump(object);
}

}  // namespace jeton::docker
