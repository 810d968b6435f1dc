#include "harness/page_reader.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ranges>
#include <sstream>
#include <stdexcept>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;

struct Host {
  const char* name;
  const char* provider;  ///< the sandbox's
};

constexpr std::array hosts = {
    Host{"auth.clearstreet.io", "clearstreet"},
    Host{"api.clearstreet.io", "clearstreet"},
    Host{"api.tradier.com", "tradier"},
    Host{"app.clayton.io", "clayton"},
    Host{"auth.staging.studyteam.example", "studyteam"},
    Host{"api.staging.studyteam.example", "studyteam"},
    Host{"api.portfolios.example", "portfolios"},
    Host{"login.acme.example", "pkce"},
    Host{"api.acme.example", "pkce"},
    Host{"git.acme.example", "pkce"},
    Host{"registry.acme.example", "pkce"},
    Host{"device.example", "device"},
};

std::vector<std::string> host_names() {
  std::vector<std::string> names;
  for (const auto& host : hosts) names.emplace_back(host.name);
  return names;
}

ConnectProxy::Ports ports_of(const Sandbox& sandbox) {
  ConnectProxy::Ports ports;
  for (const auto& host : hosts) ports[std::string(host.name) + ":443"] = sandbox.port(host.provider);
  return ports;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// For a POSIX shell.
std::string quoted(std::string text) {
  replace_all(text, "'", "'\\''");
  return '\'' + text + '\'';
}

/// A tilde for the shell to see, and no other of its characters.
std::string quoted_path(const std::string& path) {
  return path.starts_with("~/") ? "~/" + quoted(path.substr(2)) : quoted(path);
}

/// `host:port` of an http URL with a path.
std::string authority_of(const std::string& url) {
  const auto start = std::string_view("http://").size();
  return url.substr(start, url.find('/', start) - start);
}

/// Before and behind a step's status, which follows its output: a character that no program prints here.
constexpr char mark = '\x1e';

constexpr const char* person = R"(#!/bin/sh
# Consents on the page at $1, follows the provider back to jeton, and types the code where the page shows one. On
# another machine than jeton it types the address that it cannot follow.
if [ -n "$JETON_TEST_FAR_AWAY" ]; then
  curl -sS --data decision=allow -o /dev/null -w '%{redirect_url}\n' "$1" >"$JETON_TEST_TYPED"
  exit
fi
code=$(curl -sSL --data decision=allow "$1" | sed -n 's/.*id="code"[^>]*>\([^<]*\)<.*/\1/p' | sed 's/&amp;/\&/g')
[ -z "$code" ] || printf '%s\n' "$code" >"$JETON_TEST_TYPED"
)";

}  // namespace

PageReader::PageReader() : sandbox_(host_names()), ports_(ports_of(sandbox_)), proxy_(ports_) {
  write_file(tools() / "bin/person", person, 0700);
  if (!docker().empty()) fs::create_symlink(docker(), tools() / "bin/docker");
  if (::mkfifo((tools() / "typed").c_str(), 0600) != 0) throw std::runtime_error("no fifo can be made");
  user_.put_on_path(tools() / "bin");
  user_.set("BROWSER", "person");
  user_.set("JETON_TEST_BUILD", JETON_BUILD);
  user_.set("CMAKE_GENERATOR", "Ninja");
  user_.set("CXX", JETON_COMPILER);
  user_.set("CXXFLAGS", JETON_COMPILER_FLAGS);
  user_.set("JETON_TEST_TYPED", tools() / "typed");
  for (const auto* const variable : {"https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy"}) {
    user_.set(variable, proxy_.url());
  }
  for (const auto* const variable : {"no_proxy", "NO_PROXY"}) user_.set(variable, "localhost,127.0.0.1,::1");
  for (const auto* const variable : {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "GIT_SSL_CAINFO"}) {
    user_.set(variable, sandbox_.ca_file());
  }
  const auto authority = authority_of(sandbox_.redirect_url("tradier"));
  const auto port = authority.substr(authority.rfind(':') + 1);
  examples_ = {
      {"2iryfNdUZ0WUb69zrLl23j00FUi4so2u", sandbox_.client_id("clearstreet")},
      {"IxoGj68J4t5IPibv_3nXg9fkRYGtFHs-wEgJF5MecJKZLjyuylyr2B1w1Ifo2r_S", sandbox_.client_secret("clearstreet")},
      {"kaGA65sIl79IdXxr3lnGs7J2C9CywQtJ", sandbox_.client_id("tradier")},
      {"ueeKzJOEh0fh6Dh8", sandbox_.client_secret("tradier")},
      {"8123:127.0.0.1:8123", port + ':' + authority},
      {"127.0.0.1:8123", authority},
      {"clayton-client-id", sandbox_.client_id("clayton")},
      {"clayton-client-secret", sandbox_.client_secret("clayton")},
      {"studyteam-client-id", sandbox_.client_id("studyteam")},
      {"studyteam-client-secret", sandbox_.client_secret("studyteam")},
      {"studyteam-audience", "https://api.studyteam.sandbox"},
      {"portfolios-client-id", sandbox_.client_id("portfolios")},
      {"portfolios-client-secret", sandbox_.client_secret("portfolios")},
      {"acme-client-id", sandbox_.client_id("pkce")},
      {"acme-client-secret", sandbox_.client_secret("pkce")},
      {"device-client-id", sandbox_.client_id("device")},
      {"/home/ann", user_.home()},
  };
}

/// Whatever gpg has started belongs to no process group of the shell's.
PageReader::~PageReader() {
  if (fs::exists(user_.home() / ".gnupg")) user_.run({"gpgconf", "--kill", "all"});
}

std::string PageReader::in_this_run(std::string text) const {
  for (const auto& [page, run] : examples_) replace_all(text, page, run);
  return text;
}

std::string PageReader::in_the_page(std::string text) const {
  for (const auto& [page, run] : examples_) replace_all(text, run, page);
  return text;
}

std::vector<std::string> PageReader::missing(const std::vector<std::string>& programs) const {
  std::vector<std::string> names;
  std::ranges::copy_if(programs, std::back_inserter(names), [this](const std::string& program) {
    return user_.run({"sh", "-c", "command -v \"$0\"", program}).status != 0;
  });
  return names;
}

std::vector<std::string> PageReader::foreign_hosts() const {
  auto targets = proxy_.targets();
  std::erase_if(targets, [this](const std::string& target) { return ports_.contains(target); });
  return targets;
}

/// Without a pipe or a subshell, for what it changes in the shell has to last.
std::string PageReader::commands_for(const Step& step, const fs::path& data) const {
  switch (step.kind) {
    case Step::Kind::file: return "put " + quoted(data) + ' ' + quoted_path(step.path);
    case Step::Kind::end_of_file: return "append " + quoted(data) + ' ' + quoted_path(step.path);
    case Step::Kind::silent:
    case Step::Kind::command: break;
  }
  const auto input = step.pasted ? "<>\"$JETON_TEST_TYPED\"" : '<' + quoted(data);
  const auto commands = in_this_run(step.text);
  return (step.terminal ? "on_terminal " + quoted(commands) + ' ' : "{ " + commands + "\n} ") + input;
}

std::string PageReader::script(const std::vector<Step>& steps) const {
  std::string text = "exec 2>&1\n. " + quoted(std::string(JETON_SOURCE) + "/tests/e2e/harness/page.sh") + '\n';
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& step = steps[i];
    const bool is_file = step.kind == Step::Kind::file || step.kind == Step::Kind::end_of_file;
    const auto data = tools() / ("data." + std::to_string(i));
    write_file(data, in_this_run(is_file ? step.text : step.typed));
    text += commands_for(step, data) + "\nprintf '\\x1e%d\\x1e' $?\n";
  }
  return text;
}

std::vector<PageReader::Result> PageReader::follow(const std::vector<Step>& steps) const {
  write_file(tools() / "script", script(steps));
  constexpr std::chrono::seconds patience(50);  // some pages compile
  const auto outcome = user_.start({"bash", tools() / "script"}).finish(patience);
  std::vector<Result> results;
  std::istringstream out(outcome.out);
  for (const auto& step : steps) {
    std::string printed;
    std::string status;
    const bool ended = std::getline(out, printed, mark) && std::getline(out, status, mark);
    results.push_back({.step = step, .printed = in_the_page(printed), .status = ended ? std::stoi(status) : -1});
    if (!ended) break;
  }
  return results;
}

}  // namespace jeton::e2e
