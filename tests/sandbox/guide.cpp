#include "guide.hpp"

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

std::string commands(const Place& place, const std::filesystem::path& folder) {
  const std::string name(place.provider.name);
  const std::string url = place.url();
  const std::string ca_file = quoted((folder / "ca.pem").string());
  std::string text = name + ", " + url + "\n";
  text += "  jeton token " + name + '\n';
  text += "  curl --cacert " + ca_file + " -K <(jeton curl " + name + ") " + url + "/api/ping\n";
  text += "  git -c http.sslCAInfo=" + ca_file + " -c credential.helper= -c credential.helper=jeton ls-remote " + url +
          "/git/demo.git\n";
  text += "  SSL_CERT_FILE=" + ca_file + " DOCKER_CONFIG=" + quoted((folder / "docker").string()) +
          " skopeo inspect docker://localhost:" + std::to_string(place.port) + "/demo/hello\n";
  return text;
}

}  // namespace

std::string guide(std::span<const Place> places, const std::filesystem::path& folder) {
  std::string text =
      "The jeton sandbox: each provider is a token endpoint, an API, a git repository and a registry, on loopback.\n"
      "Its files are in " +
      folder.string() +
      "; Ctrl-C ends it. In another shell:\n\n  export JETON_CONFIG=" + quoted((folder / "config.toml").string()) +
      "\n";
  for (const Place& place : places) text += '\n' + commands(place, folder);
  return text + "\nready\n";
}

}  // namespace jeton::sandbox
