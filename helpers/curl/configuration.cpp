#include "curl/configuration.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace jeton::curl {
namespace {

std::string quoted(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '"': out += "\\\""; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      default: out += c;
    }
  }
  return out + '"';
}

std::string option(std::string_view name, std::string_view value) {
  return std::string(name) + " = " + quoted(value) + '\n';
}

std::string protocols(const Configuration& configuration) {
  if (configuration.url) return to_lower(configuration.url->substr(0, 5)) == "http:" ? "=http" : "=https";
  return configuration.loopback_only ? "=http,https" : "=https";
}

}  // namespace

std::string write(const Configuration& configuration) {
  std::string out;
  if (configuration.url) out += "next\n";
  out += "# jeton: " + configuration.profile;
  out += configuration.expires_at ? ", expires " + rfc3339(*configuration.expires_at) + '\n' : ", does not expire\n";
  if (configuration.url) out += "globoff\n" + option("url", *configuration.url);
  out += option("proto", protocols(configuration));
  out += option("proto-redir", protocols(configuration));
  const auto is_accept = [](const Header& header) { return to_lower(header.name) == "accept"; };
  // curl drops the token when a redirect leaves the host, but carries headers of ours along.
  if (!std::ranges::all_of(configuration.headers, is_accept)) out += "max-redirs = 0\n";
  for (const auto& header : configuration.headers) {
    // To curl, a name with nothing after its colon is a header to leave out, and one with a semicolon an empty header.
    out += option("header", header.name + (header.value.empty() ? ";" : ": " + header.value));
  }
  return out + option("oauth2-bearer", configuration.token);
}

std::string write_failure(std::string_view reason) {
  // curl refuses an entry of `resolve` that it cannot parse and shows it; no other option can undo that.
  return option("resolve", "jeton: no token: " + printable(reason));
}

std::string token_in(std::string_view text) {
  constexpr std::string_view name = "oauth2-bearer = \"";
  for (const auto line : split(text, '\n')) {
    if (line.starts_with(name)) return std::string(line.substr(name.size(), line.rfind('"') - name.size()));
  }
  return std::string(trim(text));
}

}  // namespace jeton::curl
