#include "guide.hpp"

#include <algorithm>
#include <string_view>

namespace jeton::sandbox {

namespace {

/// For a POSIX shell.
std::string quoted(const std::string& text) {
  constexpr std::string_view harmless = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:";
  if (!text.empty() && text.find_first_not_of(harmless) == std::string::npos) return text;
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + '\'';
}

/// The text with `place` and `folder` put in. Its lines have at most 80 columns, unless the folder's name is long.
std::string filled_in(std::string_view text_template, const Place& place, const std::filesystem::path& folder) {
  std::string text(text_template);
  const auto fill_in = [&text](std::string_view mark, const std::string& value) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
      text.replace(at, mark.size(), value);
    }
  };
  fill_in("@folder@", quoted(folder.string()));
  fill_in("@name@", std::string(place.provider.name));
  fill_in("@url@", place.url());
  fill_in("@port@", std::to_string(place.port));
  return text;
}

constexpr std::string_view beginning = R"(The jeton sandbox plays OAuth2 providers on loopback, each with an API, a git
repository and a container registry. Ctrl-C ends it. In another shell:

  cd @folder@
  export JETON_CONFIG=$PWD/config.toml

)";

constexpr std::string_view commands = R"(
Those that do not give tokens for client_credentials ask a user, so they want a
"jeton login" first. Then for each of them, such as @name@:

  jeton token @name@
  curl --cacert ca.pem -K <(jeton curl @name@) \
    @url@/api/ping
  git -c http.sslCAInfo=ca.pem -c credential.helper= \
    -c credential.helper=jeton ls-remote @url@/git/demo.git
  SSL_CERT_FILE=ca.pem DOCKER_CONFIG=docker skopeo inspect \
    docker://localhost:@port@/demo/hello

ready
)";

std::string line_of(const Place& place) {
  std::string name(place.provider.name);
  name.resize(std::max<std::size_t>(name.size(), 12), ' ');
  return "  " + name + place.url() + "  " + std::string(place.provider.grant) + '\n';
}

}  // namespace

std::string guide(std::span<const Place> places, const std::filesystem::path& folder) {
  const Place& first = places.front();
  std::string text = filled_in(beginning, first, folder);
  for (const Place& place : places) text += line_of(place);
  return text + filled_in(commands, first, folder);
}

}  // namespace jeton::sandbox
