#include <array>
#include <string>

#include "base/error.hpp"
#include "manual/pages.hpp"

namespace jeton {
namespace {

struct Item {
  std::string_view name;
  std::string_view meaning;
};

constexpr std::string_view meaning_of(Status status) {
  switch (status) {
    case Status::done: return "done";
    case Status::no_credentials: return "no credentials for this";
    case Status::usage: return "wrong usage";
    case Status::configuration: return "configuration";
    case Status::login_required: return "login required; the message names the command";
    case Status::refused: return "the provider refused the credentials";
    case Status::unreachable: return "the provider could not be reached, or its answer could not be used";
    case Status::held_off:
      return "held off: throttled, over quota, or refused a moment ago; the message says until when";
    case Status::storage: return "the cache or store could not be read or written";
    case Status::plugin: return "a plugin could not be loaded or broke";
  }
  return {};
}

constexpr std::array environment = {
    Item{"JETON_CONFIG", "The configuration file, where --config names none."},
    Item{"JETON_TRACE",
         "If it is 1, what is done and why is said on standard error, with <redacted> for every secret."},
    Item{"XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_STATE_HOME",
         "Where the files below are; empty or relative ones are as unset."},
    Item{"HOME", "What they and ~/ count from."},
    Item{"CREDENTIALS_DIRECTORY", "Where secrets of the form { credential = … } are, as systemd provides them."},
    Item{"https_proxy, http_proxy, all_proxy, no_proxy", "The proxy of token requests, as curl takes them."},
    Item{"CURL_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR", "The certificates by which providers are known."},
    Item{"NO_COLOR, TERM", "Whether there is colour, on a terminal."},
    Item{"PATH, BROWSER", "For the programs that jeton runs: those that give secrets, and the browser."},
};

constexpr std::array files = {
    Item{"~/.config/jeton/config.toml", "The configuration; see jeton.toml(5)."},
    Item{"~/.cache/jeton", "Access tokens that can be asked for again. To lose it costs one token request a profile."},
    Item{"~/.local/state/jeton",
         "Refresh tokens, stored secrets and logins, access tokens that only a person can replace, locks, hold-offs, "
         "and the log of requests."},
};

}  // namespace

void add_exit_statuses(ManualPage& page) {
  page.heading("EXIT STATUS");
  for (int number = 0; const auto status = status_of(number); ++number) {
    page.item(std::to_string(number), meaning_of(*status));
  }
}

void add_environment(ManualPage& page) {
  page.heading("ENVIRONMENT").text("Of the environment these count, what a secret's env names, and no others.");
  for (const auto& [name, meaning] : environment) page.item(name, meaning);
}

void add_files(ManualPage& page) {
  page.heading("FILES");
  for (const auto& [name, meaning] : files) page.item(name, meaning);
}

}  // namespace jeton
