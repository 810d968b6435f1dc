#include "options.hpp"

#include <getopt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "provider.hpp"

namespace jeton::sandbox {

namespace {

std::string known_faults() {
  std::string text;
  for (const std::string_view name : fault_names()) text += (text.empty() ? "" : " ") + std::string(name);
  return text;
}

/// On lines of less than 80 columns, indented.
std::string wrapped(std::string_view words) {
  constexpr std::size_t longest = 76;
  std::string out;
  while (!words.empty()) {
    const auto end = words.size() <= longest ? words.size() : words.rfind(' ', longest);
    out += "  " + std::string(words.substr(0, end)) + '\n';
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

/// The number of a port behind which there is one for each provider; or 0.
std::optional<int> parsed_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const int last = 65535 - (static_cast<int>(providers().size()) - 1);
  if (error != std::errc{} || end != text.data() + text.size() || port < 0 || port > last) return std::nullopt;
  return port;
}

/// As OpenSSL takes it among a certificate's names, of which a comma ends one.
bool is_host_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

}  // namespace

std::expected<Options, std::string> parse_options(int argc, char** argv) {
  constexpr std::array<option, 8> known = {{{"port", required_argument, nullptr, 'p'},
                                            {"dir", required_argument, nullptr, 'd'},
                                            {"host", required_argument, nullptr, 'n'},
                                            {"fault", required_argument, nullptr, 'f'},
                                            {"until-eof", no_argument, nullptr, 'e'},
                                            {"help", no_argument, nullptr, 'h'},
                                            {"version", no_argument, nullptr, 'v'},
                                            {nullptr, 0, nullptr, 0}}};
  Options options;
  opterr = 0;
  // The colon has a missing argument reported as such; there are no short options but -h.
  for (int found = 0; (found = getopt_long(argc, argv, ":h", known.data(), nullptr)) != -1;) {
    const std::string value = optarg == nullptr ? "" : optarg;
    switch (found) {
      case 'p':
        if (const auto port = parsed_port(value)) {
          options.port = *port;
        } else {
          return std::unexpected("--port " + value + ": not the number of a port with room for the others behind it");
        }
        break;
      case 'd':
        if (value.empty()) return std::unexpected("--dir needs the name of a folder");
        options.folder = value;
        break;
      case 'n':
        if (!is_host_name(value)) return std::unexpected("--host " + value + ": not the name of a host");
        options.hosts.push_back(value);
        break;
      case 'f':
        options.fault = find_fault(value);
        if (options.fault == nullptr && value != "none") {
          return std::unexpected("--fault " + value + ": unknown; known are " + known_faults());
        }
        break;
      case 'e': options.ends_at = EndsAt::signal_or_eof; break;
      case 'h': options.help = true; break;
      case 'v': options.version = true; break;
      case ':': return std::unexpected(std::string(argv[optind - 1]) + " needs a value");
      default: return std::unexpected(std::string(argv[optind - 1]) + ": unknown option");
    }
  }
  if (optind < argc) return std::unexpected(std::string(argv[optind]) + ": unexpected argument");
  return options;
}

std::string usage() {
  return R"(Usage: jeton-sandbox [--port N] [--dir DIR] [--host NAME] [--fault NAME]
                     [--until-eof]

Plays OAuth2 providers on loopback, each with an API, a git repository and a
container registry behind it, to try jeton and its plugins with.

  --port N      listen on port N and those after it (default: any free ports)
  --dir DIR     write configuration and secrets into DIR, and leave it there
                (default: a temporary folder that is removed at the end)
  --host NAME   the certificate names this host as well, for what reaches the
                sandbox by way of a proxy or of /etc/hosts; may be repeated
  --fault NAME  every token request fails in this way
  --until-eof   end when standard input comes to its end, too
  --help, --version

Example:
  jeton sandbox --dir /tmp/jeton-sandbox --fault error-503

Faults:
)" + wrapped(known_faults());
}

}  // namespace jeton::sandbox
