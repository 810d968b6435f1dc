#include "harness/login_test.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace jeton::e2e {

namespace fs = std::filesystem;

Process LoginTest::start_login(const std::string& profile, std::vector<std::string> more, Process::Input input) const {
  std::vector<std::string> arguments = {"jeton", "login", "--no-browser", profile};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return user.start(arguments, {}, input);
}

std::string LoginTest::address(Process& login) {
  auto line = login.wait_for_line_with("https://localhost");
  if (!line) throw std::runtime_error("the login names no address: " + login.finish().err);
  return line->substr(line->find("https://"));
}

std::string LoginTest::user_code(Process& login) {
  const std::string mark = "user_code=";
  const auto line = login.wait_for_line_with(mark);
  if (!line) throw std::runtime_error("the login names no code: " + login.finish().err);
  return line->substr(line->find(mark) + mark.size());
}

Process LoginTest::start_visit(const std::string& url) const {
  return user.start({"curl", "-sS", "--max-time", "20", "-w", "\nHTTP %{http_code}\n", url});
}

Outcome LoginTest::visit(const std::string& url) const {
  return start_visit(url).finish();
}

std::string LoginTest::consent_in_browser(const std::string& address, Decision decision) const {
  return visit(sandbox.consent(address, decision)).out;
}

void LoginTest::log_in(const std::string& profile) const {
  if (profile == "clayton") {
    auto login = start_login(profile, {"--code", "-"});
    login.write(sandbox.consent(address(login)) + '\n');
    EXPECT_EQ(login.finish().status, 0);
  } else if (profile == "device") {
    sandbox.set_interval(profile, 1);
    auto login = start_login(profile);
    sandbox.approve_device(user_code(login));
    EXPECT_EQ(login.finish().status, 0);
  } else {
    auto login = start_login(profile);
    EXPECT_TRUE(contains(consent_in_browser(address(login)), "You are logged in"));
    EXPECT_EQ(login.finish().status, 0);
  }
}

std::string LoginTest::stored(const std::string& profile) const {
  const auto file = user.state() / (profile + ".secrets");
  return fs::exists(file) ? read_file(file) : "";
}

std::map<fs::path, std::string> LoginTest::all_files() const {
  std::map<fs::path, std::string> files;
  for (const auto& folder : {user.state(), user.cache()}) {
    for (const auto& file : User::files_below(folder)) {
      if (file.extension() != ".lock") files[file] = read_file(file);
    }
  }
  return files;
}

void LoginTest::clean_cache() const {
  fs::remove_all(user.cache());
}

void LoginTest::forget_hold_offs() const {
  for (const auto& file : User::files_below(user.state())) {
    if (file.extension() == ".hold-off") fs::remove(file);
  }
}

void LoginTest::set_lifetime(const std::string& provider, int seconds) const {
  const auto url = sandbox.url(provider) + "/sandbox/lifetime?seconds=" + std::to_string(seconds);
  EXPECT_TRUE(
      succeeded(user.run({"curl", "-sS", "--fail", "-X", "POST", "--cacert", sandbox.ca_file().string(), url})));
}

std::string LoginTest::state_of(const std::string& profile) const {
  const auto outcome = user.run({"jeton", "status", "--json", profile});
  EXPECT_TRUE(succeeded(outcome));
  return nlohmann::json::parse(outcome.out).at(0).at("state");
}

Outcome LoginTest::git_get(const std::string& profile, const std::string& further_lines) const {
  return user.run({"git-credential-jeton", "get"},
                  "protocol=https\nhost=" + sandbox.authority(profile) + '\n' + further_lines + '\n');
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error(text + " has no " + from);
  return text.replace(at, from.size(), to);
}

std::string parameter_of(const std::string& url, const std::string& name) {
  for (const auto* const before : {"?", "&"}) {
    const auto mark = before + name + '=';
    const auto at = url.find(mark);
    if (at == std::string::npos) continue;
    const auto start = at + mark.size();
    return url.substr(start, url.find('&', start) - start);
  }
  return {};
}

}  // namespace jeton::e2e
