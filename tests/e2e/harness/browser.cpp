#include "harness/browser.hpp"

#include <httplib.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// The name of an element's id in WebDriver's answers (section 11).
constexpr const char* element_key = "element-6066-11e4-a52e-4f735466cecf";
constexpr int patience = 20;  // seconds

std::string path_variable() {
  const char* const path = std::getenv("PATH");
  return path != nullptr ? path : "/usr/bin:/bin";
}

/// What Debian packages as one program that the other starts.
constexpr const char* find_both = "command -v chromium >/dev/null && command -v chromedriver >/dev/null";

std::string decoded(const std::string& base64) {
  const auto digit = [](char c) -> unsigned {
    if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52;
    return c == '+' ? 62 : 63;
  };
  std::string out;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : base64) {
    if (c == '=') break;
    bits = bits << 6U | digit(c);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xffU);
  }
  return out;
}

}  // namespace

bool Browser::is_there() {
  static const bool there =
      run({.arguments = {"sh", "-c", find_both}, .environment = {{"PATH", path_variable()}}}).status == 0;
  return there;
}

Browser::Browser() {
  driver_.emplace(Call{.arguments = {"chromedriver", "--port=0"},
                       .environment = {{"PATH", path_variable()},
                                       {"HOME", home_.path().string()},
                                       {"TMPDIR", home_.path().string()}},
                       .folder = home_.path()},
                  Process::Input::stays_open);
  const auto line = driver_->wait_for_line_with("started successfully on port ");
  if (!line) throw std::runtime_error("chromedriver did not start");
  port_ = std::stoi(line->substr(line->find(" on port ") + 9));
  json arguments = {"--headless=new",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-sync",
                    "--disable-extensions",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--no-sandbox",  // which root has not, nor anybody in a container; no page here is a stranger's
                    "--user-data-dir=" + (home_.path() / "profile").string()};
  const auto answer = ask("POST", "/session",
                          {{"capabilities",
                            {{"alwaysMatch",
                              {{"acceptInsecureCerts", true},
                               {"timeouts", {{"implicit", patience * 1000}}},
                               {"goog:chromeOptions", {{"args", arguments}}}}}}}});
  session_ = "/session/" + answer.at("sessionId").get<std::string>();
}

Browser::~Browser() {
  try {
    ask("DELETE", session_);
  } catch (const std::exception&) {
    return;  // its process ends with the object in any case
  }
}

json Browser::ask(const std::string& method, const std::string& path, const json& body) {
  httplib::Client client("127.0.0.1", port_);
  client.set_read_timeout(2 * patience);
  httplib::Request request;
  request.method = method;
  request.path = path;
  if (method == "POST") {
    request.body = (body.is_null() ? json::object() : body).dump();
    request.set_header("Content-Type", "application/json");
  }
  const auto result = client.send(request);
  if (!result) throw std::runtime_error("chromedriver does not answer");
  const auto answer = json::parse(result->body, nullptr, false);
  if (result->status != 200) throw std::runtime_error(path + ": " + result->body.substr(0, 500));
  return answer.at("value");
}

std::string Browser::element(const std::string& selector) {
  return ask("POST", session_ + "/element", {{"using", "css selector"}, {"value", selector}}).at(element_key);
}

void Browser::open(const std::string& url) {
  ask("POST", session_ + "/url", {{"url", url}});
}

void Browser::click(const std::string& selector) {
  ask("POST", session_ + "/element/" + element(selector) + "/click");
}

void Browser::type(const std::string& selector, const std::string& text) {
  ask("POST", session_ + "/element/" + element(selector) + "/value", {{"text", text}});
}

std::string Browser::text(const std::string& selector) {
  return ask("GET", session_ + "/element/" + element(selector) + "/text");
}

bool Browser::wait_for_title(const std::string& wanted) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(patience);
  while (title() != wanted) {
    if (std::chrono::steady_clock::now() > deadline) return false;
  }
  return true;
}

std::string Browser::title() {
  return ask("GET", session_ + "/title");
}

std::string Browser::url() {
  return ask("GET", session_ + "/url");
}

void Browser::prefer(Colours colours) {
  const json feature = {{"name", "prefers-color-scheme"}, {"value", colours == Colours::dark ? "dark" : "light"}};
  ask("POST", session_ + "/goog/cdp/execute",
      {{"cmd", "Emulation.setEmulatedMedia"}, {"params", {{"features", json::array({feature})}}}});
}

void Browser::resize(int width, int height) {
  // A window cannot be as narrow as a telephone.
  ask("POST", session_ + "/goog/cdp/execute",
      {{"cmd", "Emulation.setDeviceMetricsOverride"},
       {"params", {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", false}}}});
}

std::string Browser::evaluate(const std::string& expression) {
  return ask("POST", session_ + "/execute/sync",
             {{"script", "return String(" + expression + ")"}, {"args", json::array()}});
}

void Browser::screenshot(const std::filesystem::path& file) {
  write_file(file, decoded(ask("GET", session_ + "/screenshot").get<std::string>()));
}

}  // namespace jeton::e2e
