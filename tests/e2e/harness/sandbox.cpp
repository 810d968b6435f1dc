#include "harness/sandbox.hpp"

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// What it logs goes to a file, where a test that failed can be looked into with a debugger.
Call sandbox_call(const std::filesystem::path& home, const std::vector<std::string>& hosts) {
  std::vector<std::string> arguments = {"sh",
                                        "-c",
                                        "log=$1; shift; exec \"$0\" --until-eof \"$@\" 2>\"$log\"",
                                        stage() / "libexec/jeton/jeton-sandbox",
                                        home / "sandbox.log",
                                        "--dir",
                                        home / "sandbox"};
  for (const auto& host : hosts) arguments.insert(arguments.end(), {"--host", host});
  return {.arguments = std::move(arguments),
          .environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}, {"HOME", home}, {"TMPDIR", home}},
          .folder = home};
}

std::size_t append(const char* data, std::size_t /*one*/, std::size_t size, void* into) {
  static_cast<std::string*>(into)->append(data, size);
  return size;
}

const char* decision_form(Decision decision) {
  switch (decision) {
    case Decision::allow: return "decision=allow";
    case Decision::deny: return "decision=deny";
  }
  return "";
}

/// The text of the element with the id "code", in which the ampersand alone has to be escaped; empty where there is no
/// such element.
std::string code_shown(const std::string& page) {
  const std::string mark = R"(id="code">)";
  const auto at = page.find(mark);
  if (at == std::string::npos) return {};
  const auto start = at + mark.size();
  auto code = page.substr(start, page.find('<', start) - start);
  const std::string escaped = "&amp;";
  for (auto found = code.find(escaped); found != std::string::npos; found = code.find(escaped, found + 1)) {
    code.replace(found, escaped.size(), "&");
  }
  return code;
}

}  // namespace

Sandbox::Sandbox(const std::vector<std::string>& hosts)
    : process_(sandbox_call(home_.path(), hosts), Process::Input::stays_open) {
  if (!process_.wait_for_line("ready")) {
    throw std::runtime_error("the sandbox does not start: " + read_file(folder().string() + ".log"));
  }
  description_ = json::parse(read_file(folder() / "sandbox.json"));
}

std::string Sandbox::port(const std::string& provider) const {
  return std::to_string(description_.at("providers").at(provider).at("port").get<int>());
}

std::string Sandbox::configuration(const std::map<std::string, std::string>& further_keys) const {
  auto text = read_file(folder() / "config.toml");
  for (const auto& [provider, lines] : further_keys) {
    const auto title = "[profile." + provider + "]\n";
    const auto at = text.find(title);
    if (at == std::string::npos) throw std::runtime_error("the sandbox has no profile " + provider);
    text.insert(at + title.size(), lines);
  }
  return text;
}

std::string Sandbox::redirect_url(const std::string& provider) const {
  return description_.at("providers").at(provider).at("redirect_url");
}

std::string Sandbox::client_id(const std::string& provider) const {
  if (provider == "clearstreet") {
    return json::parse(read_file(folder() / "clearstreet-api-sandbox.json")).at("client_id");
  }
  const auto text = configuration();
  const std::string key = "\nclient_id = \"";
  const auto start = text.find(key, text.find("[profile." + provider + "]\n")) + key.size();
  return text.substr(start, text.find('"', start) - start);
}

std::string Sandbox::client_secret(const std::string& provider) const {
  if (provider == "clearstreet") {
    return json::parse(read_file(folder() / "clearstreet-api-sandbox.json")).at("client_secret");
  }
  auto secret = read_file(folder() / (provider + "-secret"));
  secret.pop_back();
  return secret;
}

json Sandbox::requests(const std::string& provider) const {
  return json::parse(request(provider, "GET", "/sandbox/requests"));
}

int Sandbox::count(const std::string& provider, const std::string& what) const {
  return requests(provider).at(what).get<int>();
}

bool Sandbox::wait_for_token_requests(const std::string& provider, int number) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  while (token_requests(provider) < number) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return token_requests(provider) == number;
}

void Sandbox::fault(const std::string& provider, const std::string& name, int times, std::optional<int> seconds) const {
  auto path = "/sandbox/fault?name=" + name + "&times=" + std::to_string(times);
  if (seconds) path += "&seconds=" + std::to_string(*seconds);
  request(provider, "POST", path);
}

void Sandbox::revoke(const std::string& provider) const {
  request(provider, "POST", "/sandbox/revoke");
}

void Sandbox::deny_all(const std::string& provider) const {
  request(provider, "POST", "/sandbox/deny?on=1");
}

void Sandbox::set_refresh_tokens(const std::string& provider, const std::string& policy) const {
  request(provider, "POST", "/sandbox/refresh_tokens?policy=" + policy);
}

void Sandbox::expire(const std::string& provider, const std::string& what) const {
  request(provider, "POST", "/sandbox/expire?what=" + what);
}

void Sandbox::set_interval(const std::string& provider, int seconds) const {
  request(provider, "POST", "/sandbox/interval?seconds=" + std::to_string(seconds));
}

std::string Sandbox::consent(const std::string& url, Decision decision) const {
  const auto answer = send(url, "POST", decision_form(decision));
  return answer.location.empty() ? code_shown(answer.body) : answer.location;
}

void Sandbox::approve_device(const std::string& user_code, Decision decision) const {
  send(url("device") + "/device?user_code=" + user_code, "POST", decision_form(decision));
}

Sandbox::Answer Sandbox::send(const std::string& address, const char* method, const std::string& form) const {
  const std::unique_ptr<CURL, void (*)(CURL*)> easy(curl_easy_init(), curl_easy_cleanup);
  const auto ca = ca_file().string();
  Answer answer;
  curl_easy_setopt(easy.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_CAINFO, ca.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
  if (!form.empty()) curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, form.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, 20L);
  curl_easy_setopt(easy.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(easy.get());
  if (code != CURLE_OK) throw std::runtime_error(address + ": " + curl_easy_strerror(code));
  curl_header* location = nullptr;
  if (curl_easy_header(easy.get(), "Location", 0, CURLH_HEADER, -1, &location) == CURLHE_OK) {
    answer.location = location->value;
  }
  return answer;
}

std::string Sandbox::request(const std::string& provider, const char* method, const std::string& path) const {
  return send(url(provider) + path, method).body;
}

}  // namespace jeton::e2e
