#include <array>
#include <cctype>
#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "harness/altered_host.hpp"
#include "harness/echoing_provider.hpp"
#include "harness/expect.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {
namespace {

namespace fs = std::filesystem;
using Mood = EchoingProvider::Mood;

std::string replaced_all(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string percent_encoded(const std::string& text, const std::string& space, const char* digits) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '*') {
      out += c;
    } else if (c == ' ') {
      out += space;
    } else {
      out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return out;
}

/// What of the text's Base64 does not depend on what stands before and behind it, `shift` bytes into a group of three.
std::string base64_inside(const std::string& text, std::size_t shift, const char* last_two) {
  const std::string alphabet = std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") + last_two;
  const std::string bytes = text.substr((3 - shift) % 3);
  std::string out;
  for (std::size_t at = 0; at + 3 <= bytes.size(); at += 3) {
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8U | static_cast<unsigned char>(bytes[at + i]);
    for (const unsigned right : {18U, 12U, 6U, 0U}) out += alphabet[group >> right & 63U];
  }
  return out;
}

/// With its quotes.
std::string in_json(const std::string& text) {
  return '"' + replaced_all(replaced_all(text, "\\", "\\\\"), "\"", "\\\"") + '"';
}

/// The secret in every form in which it could be found.
std::vector<std::string> forms_of(const std::string& secret) {
  constexpr const char* large = "0123456789ABCDEF";
  constexpr const char* small = "0123456789abcdef";
  const auto json = in_json(secret).substr(1, in_json(secret).size() - 2);
  std::vector<std::string> forms = {secret,
                                    percent_encoded(secret, "+", large),
                                    percent_encoded(secret, "%20", large),
                                    percent_encoded(secret, "+", small),
                                    percent_encoded(secret, "%20", small),
                                    json,
                                    replaced_all(json, "/", "\\/"),
                                    replaced_all(json, "é", "\\u00e9"),
                                    replaced_all(secret, "é", "\\xc3\\xa9")};
  for (const std::size_t shift : {0U, 1U, 2U}) {
    for (const auto* const last_two : {"+/", "-_"}) {
      forms.push_back(base64_inside(secret, shift, last_two));
      forms.push_back(base64_inside(percent_encoded(secret, "+", large), shift, last_two));
    }
  }
  return forms;
}

bool shows(const std::string& text, const std::string& secret) {
  for (const auto& form : forms_of(secret)) {
    if (contains(text, form)) return true;
  }
  return false;
}

TEST(PlantedSecret, IsFoundInEveryForm) {
  const std::string secret = "s3cr3t/+ \"q\" \\é";
  for (const auto* const text :
       {"a s3cr3t/+ \"q\" \\é b", "s3cr3t%2F%2B+%22q%22+%5C%C3%A9", R"({"a":"s3cr3t\/+ \"q\" \\é"})",
        "Basic YTpzM2NyM3QvKyAicSIgXMOp", "Basic YWI6czNjcjN0LysgInEiIFzDqQ==", "czNjcjN0LysgInEiIFzDqQ=="}) {
    EXPECT_TRUE(shows(text, secret)) << text;
  }
  EXPECT_FALSE(shows("Basic YTpzM2NyM3Q=, s3cr3t and 100 % else", secret));
}

/// Somebody whose every secret is known to the test, and whose every program is watched: what it is started with, in
/// arguments and environment, and what it says.
class PlantedSecrets : public testing::Test {
 protected:
  PlantedSecrets()
      : provider_({.access_token = token("access token"),
                   .refresh_token = secret("refresh token"),
                   .device_code = secret("device code")}) {
    user.set("JETON_TRACE", "1");
    write_file(watched_.path() / "starts", "");
    programs_.before(watch());
    write_script("browser", watch());
    user.set("BROWSER", script("browser"));
  }

  /// A secret of that name, with all in it that some form of it has to escape; the same each time.
  std::string secret(const std::string& name) { return secrets_[name] = "s3cr3t of " + name + "/+ \"q\" \\é"; }
  /// One that may be presented as a token.
  std::string token(const std::string& name) {
    return secrets_[name] = replaced_all("s3cr3t.of." + name + "/+~", " ", ".");
  }

  std::string script(const std::string& name) const { return user.home() / "secrets" / name; }
  void write_script(const std::string& name, const std::string& lines) const {
    write_file(script(name), "#!/bin/sh\n" + lines, 0700);
  }
  /// For a script: notes what its process was started with.
  std::string watch() const {
    return "cat /proc/$$/cmdline /proc/$$/environ >>'" + (watched_.path() / "starts").string() + "'\n";
  }

  /// Runs it, as `jeton` or one of its other names. All that it says is kept.
  Outcome run(std::vector<std::string> arguments, const std::string& input = {}) {
    arguments.front() = programs_.program(arguments.front());
    auto outcome = user.run(std::move(arguments), input);
    said_ += outcome.out + outcome.err;
    return outcome;
  }
  /// Runs what gives one of these; that it does so on standard output is as it should be.
  Outcome run_for(const std::vector<std::string>& names, std::vector<std::string> arguments,
                  const std::string& input = {}) {
    arguments.front() = programs_.program(arguments.front());
    auto outcome = user.run(std::move(arguments), input);
    auto out = outcome.out;
    for (const auto& name : names)
      out = replaced_all(replaced_all(out, secrets_.at(name), ""), in_json(secrets_.at(name)), "");
    said_ += out + outcome.err;
    return outcome;
  }

  /// No program said one of the secrets, none was started with one but in the variables named, and no file has one but
  /// those that are there to keep it.
  void expect_nothing_shown(const std::function<bool(const fs::path&)>& keeps_secrets,
                            const std::vector<std::string>& variables = {}) const {
    auto starts = read_file(watched_.path() / "starts");
    EXPECT_TRUE(contains(starts, "jeton-host")) << "nothing was watched";
    for (const auto& variable : variables) {
      for (auto at = starts.find('\0' + variable + '='); at != std::string::npos;
           at = starts.find('\0' + variable + '=')) {
        starts.erase(at, starts.find('\0', at + 1) - at);
      }
    }
    std::map<std::string, std::string> texts = {{"standard output and error", said_},
                                                {"arguments and environments", std::move(starts)}};
    for (const auto& file : User::files_below(user.home())) {
      if (!keeps_secrets(file)) texts[file] = read_file(file);
    }
    for (const auto& [place, text] : texts) {
      for (const auto& [name, value] : secrets_) EXPECT_FALSE(shows(text, value)) << name << " in " << place;
    }
  }
  const std::string& said() const { return said_; }
  /// One that TOML takes for a number.
  std::string digits(const std::string& name) { return secrets_[name] = "31415926535897932384626433832795"; }
  const std::map<std::string, std::string>& secrets() const { return secrets_; }

  User user;

 private:
  TemporaryFolder watched_;
  AlteredHost programs_;
  std::map<std::string, std::string> secrets_;
  std::string said_;

 protected:
  EchoingProvider provider_;
};

bool is_below(const fs::path& file, const fs::path& folder) {
  return file.string().starts_with(folder.string() + '/');
}

/// One profile for each place that a secret can come from.
class SecretsOfEverySource : public PlantedSecrets {
 protected:
  SecretsOfEverySource() {
    write_file(script("file"), secret("file") + '\n');
    write_file(script("credentials/name"), secret("credential"));
    user.set("CREDENTIALS_DIRECTORY", script("credentials"));
    user.set("PLANTED", secret("variable"));
    write_file(script("printed"), secret("command"));
    write_script("print", watch() + "cat '" + script("printed") + "'\n");
    write_file(script("download.json"),
               "{\"client_id\":\"id\",\"audience\":\"https://a.example\",\"grant_type\":\"client_credentials\","
               "\"client_secret\":" +
                   in_json(secret("credentials file")) + ",\"key\":" + in_json(secret("more")) + "}");
    user.configure("[git]\nstore_logins = true\n" +
                   profile("literal", "client_secret = '" + secret("literal") + "'\nclient_auth = \"body\"\n") +
                   profile("variable",
                           "client_secret = { env = \"PLANTED\" }\nclient_auth = \"body\"\n"
                           "request_format = \"json\"\n") +
                   profile("file", "client_secret = { file = \"" + script("file") + "\" }\n") +
                   profile("credential", "client_secret = { credential = \"name\" }\nclient_auth = \"basic_raw\"\n") +
                   profile("command", "client_secret = { command = [\"" + script("print") + "\"] }\n") +
                   profile("stored", "client_auth = \"body\"\n") +
                   "[profile.downloaded]\nprovider = \"clearstreet\"\ncredentials_file = \"" + script("download.json") +
                   "\"\ntoken_url = \"" + provider_.url() + "/token\"\nurls = [\"https://downloaded.example\"]\n" +
                   profile("consented", "grant = \"authorization_code\"\nclient_secret = '" + secret("literal") +
                                            "'\nauthorization_url = \"" + provider_.url() +
                                            "/authorize\"\nrevocation_url = \"" + provider_.url() +
                                            "/revoke\"\nredirect_url = \"https://app.example/\"\n") +
                   profile("device", "grant = \"device_code\"\nclient_auth = \"none\"\ndevice_authorization_url = \"" +
                                         provider_.url() + "/device\"\n") +
                   "[profile.personal]\nprovider = \"generic\"\ngrant = \"static\"\nurls = "
                   "[\"https://personal.example\"]\ntoken = '" +
                   token("personal token") + "'\n");
  }

  std::string profile(const std::string& name, const std::string& lines) const {
    return "[profile." + name + "]\nprovider = \"generic\"\ntoken_url = \"" + provider_.url() +
           "/token\"\nurls = [\"https://" + name + ".example\"]\nclient_id = \"id\"\n" + lines;
  }

  /// Every way to ask for a token, and to say what became of it.
  void use(const std::string& profile) {
    const auto host = profile + ".example";
    const auto request = "protocol=https\nhost=" + host + '\n';
    const std::string name = profile == "personal" ? "personal token" : "access token";
    const auto token = secrets().at(name);
    EXPECT_EQ(run_for({name}, {"jeton", "token", profile}).out, token + '\n');
    run_for({name}, {"jeton", "token", "--json", profile});
    run_for({name}, {"jeton", "curl", profile});
    run_for({name}, {"git-credential-jeton", "get"}, request + '\n');
    run_for({name}, {"docker-credential-jeton", "get"}, host);
    run({"git-credential-jeton", "store"}, request + "username=a\npassword=" + token + "\n\n");
    run({"docker-credential-jeton", "store"},
        R"({"ServerURL":")" + host + R"(","Username":"a","Secret":")" + token + "\"}");
    run({"jeton", "reject", profile}, token);
    run({"git-credential-jeton", "erase"}, request + "username=a\npassword=" + token + "\n\n");
    run({"docker-credential-jeton", "erase"}, host);
  }

  bool is_to_keep(const fs::path& file) const {
    const bool caches_token = is_below(file, user.cache()) && file.extension() == ".token";
    const bool stores =
        is_below(file, user.state()) && (file.extension() == ".secrets" || file.extension() == ".login");
    return caches_token || stores || is_below(file, user.home() / "secrets") || file == user.configuration_file();
  }
  void expect_nothing_shown() const {
    PlantedSecrets::expect_nothing_shown([&](const fs::path& file) { return is_to_keep(file); }, {"PLANTED"});
  }

  static constexpr std::array client_profiles = {"literal", "variable", "file",      "credential",
                                                 "command", "stored",   "downloaded"};
  static constexpr std::array moods = {
      Mood::tells_header,   Mood::tells_body,          Mood::tells_values, Mood::tells_in_error, Mood::tells_in_page,
      Mood::tells_in_title, Mood::tells_in_token_type, Mood::redirects,    Mood::throttles,      Mood::invalid_grant};
};

TEST_F(SecretsOfEverySource, AreNowhereElseWhateverTheProviderAnswers) {
  EXPECT_EQ(run({"jeton", "secret", "set", "stored", "client_secret"}, secret("store")).status, 0);
  for (const auto* const name : client_profiles) {
    use(name);
    for (const auto mood : moods) {
      provider_.set(mood);
      EXPECT_NE(run({"jeton", "login", name}).status, 0);
      run_for({"access token"}, {"jeton", "token", name});  // held off, in the words of before
    }
    run({"jeton", "logout", name});
    provider_.set(Mood::gives);
  }
  run({"jeton", "status"});
  run({"jeton", "status", "--json"});
  run({"jeton", "plugins"});
  for (const auto* const name : {"literal", "variable", "file", "credential", "command", "store", "credentials file"}) {
    EXPECT_TRUE(shows(provider_.received(), secrets().at(name))) << name << " was not even sent";
  }
  EXPECT_TRUE(contains(said(), "<redacted>"));
  expect_nothing_shown();
}

TEST_F(SecretsOfEverySource, ThatBelongToAPersonsConsentAreNowhereElse) {
  const auto code = secret("code");
  const auto log_in = [&] { return run({"jeton", "login", "consented", "--code", "-"}, code + '\n'); };
  for (const auto mood : moods) {
    provider_.set(mood);
    EXPECT_NE(log_in().status, 0);
  }
  provider_.set(Mood::gives);
  EXPECT_EQ(log_in().status, 0);
  use("consented");
  for (const auto mood : moods) {
    provider_.set(mood);
    EXPECT_NE(log_in().status, 0);
    run_for({"access token"}, {"jeton", "token", "--renew", "consented"});
    run({"jeton", "status"});
  }
  EXPECT_NE(run({"jeton", "logout", "consented"}).status, 0);

  provider_.set(Mood::gives);
  EXPECT_EQ(run({"jeton", "login", "device"}).status, 0);
  use("device");
  provider_.set(Mood::tells_values);
  EXPECT_NE(run({"jeton", "login", "device"}).status, 0);
  use("personal");
  run({"jeton", "login", "personal"});
  for (const auto* const name : {"code", "refresh token", "device code"}) {
    EXPECT_TRUE(shows(provider_.received(), secrets().at(name))) << name << " was not even sent";
  }
  expect_nothing_shown();
}

/// The verifier is made anew for each login; it is found out from what the provider got.
TEST_F(SecretsOfEverySource, VerifierIsNowhereElse) {
  provider_.set(Mood::tells_body);
  const auto outcome = run({"jeton", "login", "consented", "--code", "-"}, "c0de\n");
  const auto body = provider_.received();
  const std::string mark = "code_verifier=";
  const auto at = body.find(mark);
  ASSERT_NE(at, std::string::npos);
  const auto verifier = body.substr(at + mark.size(), body.find_first_of("&\n", at) - at - mark.size());
  EXPECT_GE(verifier.size(), 43U);
  EXPECT_FALSE(contains(outcome.out + outcome.err, verifier)) << outcome.err;
  for (const auto& file : User::files_below(user.home())) EXPECT_FALSE(contains(read_file(file), verifier)) << file;
}

TEST_F(SecretsOfEverySource, OfOtherToolsAreNowhereElse) {
  const auto git = "protocol=https\nhost=git.example\nusername=a\n";
  const auto password = secret("password of git");
  EXPECT_EQ(run({"git-credential-jeton", "store"}, git + ("password=" + password) + "\n\n").status, 0);
  const auto got = run_for({"password of git"}, {"git-credential-jeton", "get"}, std::string(git) + '\n');
  EXPECT_TRUE(contains(got.out, "password=" + password + '\n'));
  const auto login = R"({"ServerURL":"registry.example","Username":"a","Secret":)" + in_json(secret("of docker")) + '}';
  EXPECT_EQ(run({"docker-credential-jeton", "store"}, login).status, 0);
  run_for({"of docker"}, {"docker-credential-jeton", "get"}, "registry.example");
  run({"docker-credential-jeton", "list"});
  // A password for a host that a profile covers is not taken.
  run({"docker-credential-jeton", "store"}, replaced_all(login, "registry.example", "literal.example"));
  run({"docker-credential-jeton", "store"}, login.substr(0, login.size() - 1));
  run({"git-credential-jeton", "erase"}, git + ("password=" + password) + "\n\n");
  run({"docker-credential-jeton", "erase"}, "registry.example");
  run({"jeton", "status"});
  expect_nothing_shown();
}

TEST_F(SecretsOfEverySource, AreSealedInTheStoreThatHasAKey) {
  write_script("print-key", watch() + "printf %s '" + secret("key of the store") + "'\n");
  user.configure(read_file(user.configuration_file()) + "[store]\nkey = { command = [\"" + script("print-key") +
                 "\"] }\n");
  EXPECT_EQ(run({"jeton", "secret", "set", "stored", "client_secret"}, secret("store")).status, 0);
  EXPECT_EQ(run({"jeton", "login", "consented", "--code", "-"}, secret("code") + '\n').status, 0);
  run({"git-credential-jeton", "store"},
      "protocol=https\nhost=git.example\nusername=a\npassword=" + secret("password of git") + "\n\n");
  run({"docker-credential-jeton", "store"},
      R"({"ServerURL":"registry.example","Username":"a","Secret":)" + in_json(secret("of docker")) + '}');
  use("stored");
  provider_.set(Mood::tells_values);
  EXPECT_NE(run({"jeton", "login", "stored"}).status, 0);
  run_for({"access token"}, {"jeton", "token", "--renew", "consented"});
  EXPECT_TRUE(shows(provider_.received(), secrets().at("store")));
  EXPECT_FALSE(User::files_below(user.state()).empty());
  PlantedSecrets::expect_nothing_shown(
      [&](const fs::path& file) { return is_to_keep(file) && !is_below(file, user.state()); }, {"PLANTED"});
}

/// A secret that was typed where none belongs, or that is itself what is wrong.
class MisplacedSecret : public PlantedSecrets {
 protected:
  std::string configuration(const std::string& lines) const {
    return "[profile.x]\nprovider = \"generic\"\ntoken_url = \"" + provider_.url() +
           "/token\"\nurls = [\"https://x.example\"]\nclient_id = \"id\"\n" + lines;
  }
  /// What jeton says of that configuration, by each of its doors. Nothing of it may be shown.
  void expect_error_without_it(const std::string& toml, const std::string& words) {
    user.configure(toml);
    const auto outcome = run({"jeton", "token", "x"});
    EXPECT_NE(outcome.status, 0) << toml;
    EXPECT_TRUE(contains(outcome.err, words)) << words << '\n' << outcome.err;
    run({"jeton", "status"});
    run({"jeton", "login", "x"});
    run({"docker-credential-jeton", "get"}, "x.example");
  }
};

TEST_F(MisplacedSecret, InACommandLineIsNotRepeated) {
  user.configure(configuration(""));
  const auto typed = secret("typed");
  const auto token = this->token("typed token");
  for (const auto& arguments : {std::vector<std::string>{"jeton", "secret", "set", "x", "client_secret", typed},
                                {"jeton", "secret", "set", "x", typed},
                                {"jeton", "secret", "unset", "x", typed},
                                {"jeton", "secret", "set", "x", "client_secret", "--value=" + typed},
                                {"jeton", "reject", "x", token},
                                {"jeton", "reject", token},
                                {"jeton", "token", "x", token},
                                {"jeton", "token", "x", "--renew=" + token},
                                {"jeton", "login", "x", typed},
                                {"jeton", "login", "x", "--code", typed},
                                {"jeton", "login", "x", "--code=" + typed},
                                {"jeton", "logout", "x", token},
                                {"jeton", "curl", "x", token},
                                {"jeton", "curl", "x", "--url", "https://a:" + token + "@x.example/"},
                                {"docker-credential-jeton", "get", token},
                                {"git-credential-jeton", "get", token},
                                {"jeton", "plugins", typed},
                                {"jeton", "status", "x", "--token=" + token}}) {
    // What the user typed is in the arguments of the front, and of the host that takes its place.
    const auto outcome = user.run(arguments);
    for (const auto& [name, value] : secrets()) {
      EXPECT_FALSE(shows(outcome.out + outcome.err, value)) << testing::PrintToString(arguments) << outcome.err;
    }
  }
}

TEST_F(MisplacedSecret, InAConfigurationThatIsWrongIsNotShown) {
  const auto word = secret("literal");
  const auto number = digits("number");
  for (const auto& [line, words] : std::vector<std::pair<std::string, std::string>>{
           {"client_secret = " + word, "config.toml:6:"},
           {"client_secret = '" + word, "config.toml:6:"},
           {"client_secret = '" + word + "' " + word, "config.toml:6:"},
           {"client_secret '" + word + "'", "config.toml:6:"},
           {"client_secret = [ '" + word + "' ]", "client_secret is neither"},
           {"client_secret = { value = '" + word + "' }", "unknown form"},
           {"client_secret = { command = '" + word + "' }", "command that is not an array"},
           {"client_secret = { command = [ '" + word + "', 1 ] }", "command that is not an array"},
           {"client_secret = " + number, "config.toml:6:"},
           {"client_secret = 0x" + number, "config.toml:6:"},
           {"client_secret = -" + number + "e", "config.toml:6:"},
           {"client_secret = '" + word + "'\nclient_secret = '" + word + "'", "config.toml:7:"},
           {"client_secret = '" + word + "'\nunknown = 1", "unknown key"},
           {"client_secret = '" + word + "'\ntimeout = 'soon'", "timeout"},
           {"client_secret = ''\nrefresh_url = 'https://a:" + token("in a URL") + "@x.example/'", "refresh_url"},
           {"client_secret = ''\nrefresh_url = 'https://a:" + secrets().at("in a URL") + "/b@x.example/'",
            "refresh_url"},
           {"[store]\nkey = '" + word + "'", "is one of"}}) {
    expect_error_without_it(configuration(line + '\n'), words);
  }
  expect_error_without_it(replaced_all(configuration("client_secret = '" + word + "'\n"), "https://x.example",
                                       "https://a:" + secrets().at("in a URL") + "@x.example"),
                          "urls");
  user.configure(configuration("client_secret = '" + word + "'\n"));
  fs::permissions(user.configuration_file(), fs::perms(0644));
  EXPECT_TRUE(contains(run({"jeton", "token", "x"}).err, "run: chmod 600 "));
  expect_nothing_shown([&](const fs::path& file) { return file == user.configuration_file(); });
}

TEST_F(MisplacedSecret, OfAProgramThatFailsIsNotShown) {
  const auto word = secret("command");
  write_script("fail", watch() + "printf %s '" + word + "'\nexit 7\n");
  expect_error_without_it(configuration("client_secret = { command = [\"" + script("fail") + "\"] }\n"),
                          "ended with status 7");
  write_script("killed", watch() + "printf %s '" + word + "'\nkill -9 $$\n");
  expect_error_without_it(configuration("client_secret = { command = [\"" + script("killed") + "\"] }\n"), "signal 9");
  write_script("flood", watch() + "while printf '%s\\n' '" + word + "'; do :; done\n");
  expect_error_without_it(configuration("client_secret = { command = [\"" + script("flood") + "\"] }\n"), "1 MiB");
  expect_nothing_shown([&](const fs::path& file) { return is_below(file, user.home() / "secrets"); });
}

TEST_F(MisplacedSecret, InACredentialsFileThatIsNoneIsNotShown) {
  const auto word = replaced_all(secret("credentials file"), "\"", "\\\"");
  const auto toml = "[profile.x]\nprovider = \"clearstreet\"\ncredentials_file = \"" + script("download.json") +
                    "\"\nurls = [\"https://x.example\"]\n";
  for (const auto& text :
       {"{\"client_id\":\"id\",\"client_secret\":\"" + word, "{\"client_secret\":\"" + word + "\" \"" + word + "\"}",
        "{\"client_id\":\"id\",\"client_secret\":[\"" + word + "\"]}", "[\"" + word + "\"]", '"' + word + '"', word,
        "{\"client_id\":{\"" + word + "\":1},\"client_secret\":\"" + word + "\"}",
        "{\"client_id\":\"id\",\"client_secret\":\"" + word + "\xff\"}"}) {
    write_file(script("download.json"), text);
    expect_error_without_it(toml, "credentials_file");
  }
  expect_nothing_shown([&](const fs::path& file) { return is_below(file, user.home() / "secrets"); });
}

/// Proxies have their passwords in their URLs, and libcurl's errors have those.
TEST_F(MisplacedSecret, OfAProxyIsNotShown) {
  const auto word = percent_encoded(token("password of a proxy"), "%20", "0123456789ABCDEF");
  const auto toml = replaced_all(configuration("client_secret = { env = \"PLANTED\" }\n"), provider_.url(),
                                 "https://provider.invalid");
  user.set("PLANTED", "another word");
  for (const auto& proxy :
       {"http://a:" + word + "@localhost:1", "nonsense://a:" + word + "@localhost:1", "http://a:" + word + "@no host",
        "a:" + word + "@localhost:99999", "http://a:" + word + "@[::1"}) {
    expect_error_without_it(toml + "proxy = \"" + proxy + "\"\n", "no usable answer from provider.invalid");
    user.set("https_proxy", proxy);
    user.configure(toml);
    EXPECT_NE(run({"jeton", "login", "x"}).status, 0);
    user.unset("https_proxy");
  }
  user.configure(toml + "proxy = \"http://a:" + word + "@localhost:1\"\n");
  fs::permissions(user.configuration_file(), fs::perms(0644));
  EXPECT_TRUE(contains(run({"jeton", "token", "x"}).err, "run: chmod 600 "));
  expect_nothing_shown([&](const fs::path& file) { return file == user.configuration_file(); }, {"https_proxy"});
}

/// A core dump would have everything in it. What a program runs under, the program that is run for a secret can see:
/// its parent is the host, whose parent is the front.
TEST_F(MisplacedSecret, CannotBeInACoreDump) {
  const auto limits = user.home() / "limits";
  write_script("look", watch() +
                           "front=$(cut -d ' ' -f 4 /proc/$PPID/stat)\n"
                           "grep -h 'core file' /proc/$$/limits /proc/$PPID/limits /proc/$front/limits >'" +
                           limits.string() + "'\nprintf word\n");
  user.configure(configuration("client_secret = { command = [\"" + script("look") + "\"] }\n"));
  EXPECT_EQ(run_for({"access token"}, {"jeton", "token", "x"}).status, 0);
  std::istringstream lines(read_file(limits));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_TRUE(std::regex_match(line, std::regex("Max core file size +0 +(0|unlimited|[0-9]+) +bytes *"))) << line;
  }
  EXPECT_EQ(count, 3);
}

}  // namespace
}  // namespace jeton::e2e
