#include "config/configuration.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "test_configuration.hpp"

namespace jeton {
namespace {

const std::string minimal = R"([profile.a]
provider = "generic"
token_url = "https://auth.example.com/token"
urls = ["https://api.example.com"]
client_id = "abc"
client_secret = { env = "SECRET" }
)";

/// The profile that the text configures.
Profile profile(const std::string& text) {
  const auto configuration = TestConfiguration(text).read();
  const auto& read = configuration.profiles.at(0).profile;
  if (!read) throw std::invalid_argument(read.error().message);
  return *read;
}

/// What is wrong with the first profile; empty where nothing is. The name of the file is "FILE" in it.
std::string trouble(const std::string& text) {
  TestConfiguration file(text);
  const auto configuration = file.read();
  const auto& read = configuration.profiles.at(0).profile;
  if (read) return {};
  auto message = read.error().message;
  if (const auto at = message.find(file.path()); at != std::string::npos)
    message.replace(at, file.path().size(), "FILE");
  return message;
}

/// What is wrong with the file as a whole.
std::string refusal(const std::string& text, mode_t mode = 0600) {
  TestConfiguration file(text, mode);
  try {
    file.read();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::configuration);
    return error.what();
  }
  return {};
}

bool shows(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Configuration, IsEmptyWithoutAFile) {
  TestConfiguration file("");
  std::filesystem::remove(file.path());
  EXPECT_TRUE(file.read().profiles.empty());
}

TEST(Configuration, HasTheDefaultsOfTheContract) {
  const auto read = profile(minimal);
  EXPECT_EQ(read.name, "a");
  EXPECT_EQ(read.username, "oauth2");
  EXPECT_FALSE(read.names_username);
  EXPECT_EQ(read.git_auth, GitAuth::automatic);
  EXPECT_EQ(read.expires_in_unit, 1);
  EXPECT_EQ(read.default_lifetime, 3600);
  EXPECT_FALSE(read.min_validity);
  EXPECT_EQ(read.connection.connect_timeout, 10);
  EXPECT_EQ(read.connection.timeout, 30);
  EXPECT_TRUE(read.api_headers.empty());
  EXPECT_TRUE(read.request_headers.empty());
}

TEST(Configuration, ReadsEveryCommonKey) {
  const auto read = profile(minimal + R"(
scope = "read write"
audience = "https://api.example.com"
username = "x-token-auth"
git_auth = "bearer"
headers = { Accept = "application/json; version=1.0.0" }
request_headers = { Accept = "application/json" }
expires_in_unit = "minutes"
default_lifetime = "2h"
min_validity = 90
ca_file = "~/ca.pem"
client_certificate = "tls/client.pem"
client_key = "/etc/tls/key.pem"
proxy = "http://proxy.example:3128"
connect_timeout = "5s"
timeout = "1m"
)");
  EXPECT_EQ(read.settings.text("scope"), "read write");
  EXPECT_EQ(read.settings.text("audience"), "https://api.example.com");
  EXPECT_EQ(read.username, "x-token-auth");
  EXPECT_TRUE(read.names_username);
  EXPECT_EQ(read.git_auth, GitAuth::bearer);
  EXPECT_EQ(read.api_headers, (Headers{{"Accept", "application/json; version=1.0.0"}}));
  EXPECT_EQ(read.request_headers, (Headers{{"Accept", "application/json"}}));
  EXPECT_EQ(read.expires_in_unit, 60);
  EXPECT_EQ(read.default_lifetime, 7200);
  EXPECT_EQ(read.min_validity, 90);
  EXPECT_TRUE(read.connection.ca_file.ends_with("/home/ca.pem")) << read.connection.ca_file;
  EXPECT_TRUE(read.connection.client_certificate.ends_with("/tls/client.pem") &&
              read.connection.client_certificate.starts_with('/'));
  EXPECT_EQ(read.connection.client_key, "/etc/tls/key.pem");
  EXPECT_EQ(read.connection.proxy, "http://proxy.example:3128");
  EXPECT_EQ(read.connection.connect_timeout, 5);
  EXPECT_EQ(read.connection.timeout, 60);
}

TEST(Configuration, ReadsTheExamplesOfTheContract) {
  TestConfiguration file(R"(
[profile.clearstreet]
provider         = "clearstreet"
credentials_file = "~/Downloads/clearstreet-api-2iryfN.json"

[profile.studyteam-staging]
provider      = "studyteam"
base_url      = "https://auth.staging.example.com"
audience      = "https://api.staging.example.com"
urls          = ["https://api.staging.example.com"]
client_id     = "abc"
client_secret = { env = "STUDYTEAM_SECRET" }

[profile.portfolios]
provider        = "generic"
token_url       = "https://api.example.com/oauth/token"
request_format  = "json"
client_auth     = "body"
request_headers = { Accept = "application/json; version=1.0.0" }
headers         = { Accept = "application/json; version=1.0.0" }
response        = { access_token = "accessTtoken", expires_in = "expiresIn", token_type = "tokenType" }
urls            = ["https://api.example.com/model-portfolios"]
client_id       = "abc"
client_secret   = { file = "~/.secrets/portfolios" }
)");
  const auto configuration = file.read();
  ASSERT_EQ(configuration.profiles.size(), 3U);
  for (const auto& entry : configuration.profiles) {
    EXPECT_TRUE(entry.profile) << entry.name << ": " << (entry.profile ? "" : entry.profile.error().message);
  }
  const auto clearstreet = std::ranges::find(configuration.profiles, "clearstreet", &ProfileEntry::name);
  ASSERT_EQ(clearstreet->urls.size(), 1U);
  EXPECT_EQ(clearstreet->urls[0].text(), "https://api.clearstreet.io:443");
}

TEST(Configuration, NamesFileLineAndKeyForEveryWrongType) {
  const std::pair<const char*, const char*> wrong[] = {
      {"scope = 5", "scope"},
      {"audience = true", "audience"},
      {"username = 5", "username"},
      {"git_auth = true", "git_auth"},
      {"headers = \"x\"", "headers"},
      {"headers = { Accept = 5 }", "headers"},
      {"request_headers = [\"x\"]", "request_headers"},
      {"expires_in_unit = 60", "expires_in_unit"},
      {"default_lifetime = 1.5", "default_lifetime"},
      {"default_lifetime = \"soon\"", "default_lifetime"},
      {"min_validity = true", "min_validity"},
      {"min_validity = -1", "min_validity"},
      {"ca_file = 5", "ca_file"},
      {"client_certificate = [\"x\"]", "client_certificate"},
      {"client_key = {}", "client_key"},
      {"proxy = 3128", "proxy"},
      {"connect_timeout = \"5ms\"", "connect_timeout"},
      {"timeout = 1979-05-27", "timeout"},
      {"credentials_file = 5", "credentials_file"},
      {"parameters = \"a=b\"", "parameters"},
      {"parameters = { a = 5 }", "parameters"},
      {"query = []", "query"},
      {"response = { access_token = 5 }", "response"},
      {"request_format = true", "request_format"},
      {"client_auth = 5", "client_auth"},
      {"scope_separator = 5", "scope_separator"},
      {"grant = []", "grant"},
  };
  for (const auto& [line, key] : wrong) {
    const auto why = trouble(minimal + line + '\n');
    EXPECT_TRUE(why.starts_with("FILE:7: ")) << line << " → " << why;
    EXPECT_TRUE(shows(why, key)) << line << " → " << why;
  }
}

TEST(Configuration, NamesFileLineAndKeyForAWrongTypeOfARequiredKey) {
  const auto changed = [](const std::string& key, const std::string& line) {
    auto text = minimal;
    const auto at = text.find("\n" + key + " =") + 1;
    return text.replace(at, text.find('\n', at) - at, line);
  };
  EXPECT_TRUE(shows(trouble(changed("provider", "provider = 5")), "FILE:2: provider"));
  EXPECT_TRUE(shows(trouble(changed("token_url", "token_url = 5")), "FILE:3: token_url"));
  EXPECT_TRUE(shows(trouble(changed("token_url", "token_url = \"x\"")), "FILE:3: token_url"));
  EXPECT_TRUE(shows(trouble(changed("token_url", "token_url = \"http://auth.example.com\"")), "FILE:3: token_url"));
  EXPECT_TRUE(shows(trouble(changed("urls", "urls = \"https://api.example.com\"")), "FILE:4: urls"));
  EXPECT_TRUE(shows(trouble(changed("urls", "urls = [5]")), "FILE:4: urls"));
  EXPECT_TRUE(shows(trouble(changed("urls", "urls = []")), "FILE:4: urls"));
  EXPECT_TRUE(shows(trouble(changed("urls", "urls = [\"http://api.example.com\"]")), "FILE:4: urls"));
  EXPECT_TRUE(shows(trouble(changed("urls", "urls = [\"https://*.com\"]")), "FILE:4: urls"));
  EXPECT_TRUE(shows(trouble(changed("client_id", "client_id = 5")), "FILE:5: client_id"));
  EXPECT_EQ(trouble(changed("token_url", "token_url = \"http://127.0.0.1:8080/token\"")), "");
}

TEST(Configuration, NamesTheKeyOfASecretInAWrongForm) {
  for (const auto* const form :
       {"5", "[]", "{}", "{ env = \"A\", file = \"b\" }", "{ enw = \"A\" }", "{ env = 5 }", "{ env = \"\" }",
        "{ file = [] }", "{ credential = \"../x\" }", "{ command = \"pass show x\" }", "{ command = [] }",
        "{ command = [\"\"] }", "{ command = [5] }"}) {
    const auto why =
        trouble("[profile.a]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = " + std::string(form));
    EXPECT_TRUE(why.starts_with("FILE:4: ")) << form << " → " << why;
    EXPECT_TRUE(shows(why, "client_secret")) << form << " → " << why;
  }
}

TEST(Configuration, SuggestsTheKeyThatWasProbablyMeant) {
  const std::tuple<const char*, const char*, const char*> typos[] = {
      {"clientid = \"x\"", "clientid", "client_id"},
      {"time_out = 5", "time_out", "timeout"},
      {"tokenurl = \"x\"", "tokenurl", "token_url"},
      {"responses = {}", "responses", "response"},
      {"request_fromat = \"json\"", "request_fromat", "request_format"},
  };
  for (const auto& [line, key, meant] : typos) {
    const auto why = trouble(minimal + line + '\n');
    EXPECT_TRUE(why.starts_with("FILE:7: ")) << why;
    EXPECT_TRUE(shows(why, '"' + std::string(key) + '"')) << why;
    EXPECT_TRUE(shows(why, "did you mean \"" + std::string(meant) + '"')) << why;
  }
  EXPECT_FALSE(shows(trouble(minimal + "colour = 5\n"), "did you mean"));
  EXPECT_TRUE(shows(trouble(minimal + "response = { acces_token = \"x\" }\n"), "\"access_token\""));
}

TEST(Configuration, KnowsTheKeysOfOtherProvidersNot) {
  EXPECT_TRUE(shows(trouble(minimal + "base_url = \"https://x.example\"\n"), "base_url"));
}

TEST(Configuration, NamesTheChoicesOfAKey) {
  for (const auto& [line, choice] : {std::pair("git_auth = \"digest\"", "bearer"),
                                     {"expires_in_unit = \"hours\"", "minutes"},
                                     {"client_auth = \"header\"", "basic_raw"},
                                     {"request_format = \"xml\"", "json"}}) {
    const auto why = trouble(minimal + line + '\n');
    EXPECT_TRUE(shows(why, choice)) << why;
  }
}

TEST(Configuration, NamesAKeyThatIsMissing) {
  EXPECT_TRUE(shows(trouble("[profile.a]\nclient_id = \"a\"\n"), "FILE:1: provider"));
  EXPECT_TRUE(shows(trouble("[profile.a]\nprovider = \"generic\"\n"), "urls"));
  EXPECT_TRUE(shows(trouble("[profile.a]\nprovider = \"generic\"\nurls = [\"https://a.example\"]\n"), "token_url"));
  EXPECT_TRUE(shows(trouble("[profile.a]\nprovider = \"studyteam\"\n"), "base_url"));
  EXPECT_TRUE(
      shows(trouble("[profile.a]\nprovider = \"clearstreet\"\nclient_secret = { env = \"A\" }\n"), "client_id"));
}

TEST(Configuration, NamesAnUnknownProviderAndTheOneThatWasProbablyMeant) {
  const auto why = trouble("[profile.a]\nprovider = \"clearstret\"\n");
  EXPECT_TRUE(why.starts_with("FILE:2: ")) << why;
  EXPECT_TRUE(shows(why, "\"clearstret\"")) << why;
  EXPECT_TRUE(shows(why, "did you mean \"clearstreet\"")) << why;
  for (const auto* const name : {"../plugins/generic", "./generic", "generic.so", "GENERIC", ""}) {
    EXPECT_NE(trouble("[profile.a]\nprovider = \"" + std::string(name) + "\"\n"), "") << name;
  }
}

TEST(Configuration, RefusesHeadersThatAreNotForAProfileToSet) {
  for (const auto* const name : {"Authorization", "authorization", "Host", "Cookie", "Content-Type", "content-length",
                                 "\"X Y\"", "\"X:Y\"", "\"\""}) {
    EXPECT_TRUE(shows(trouble(minimal + "headers = { " + name + " = \"x\" }\n"), "headers")) << name;
  }
  EXPECT_TRUE(shows(trouble(minimal + "headers = { X = \"a\\nb\" }\n"), "headers"));
  EXPECT_TRUE(shows(trouble(minimal + "request_headers = { X = \"a\\r\\nHost: evil\" }\n"), "request_headers"));
}

TEST(Configuration, RefusesAUsernameThatIsNone) {
  for (const auto* const name : {"", "a\\nb", "a\\u007f"}) {
    EXPECT_TRUE(shows(trouble(minimal + "username = \"" + name + "\"\n"), "username")) << name;
  }
}

TEST(Configuration, RefusesTimeoutsThatAreNone) {
  for (const auto* const line : {"timeout = 0", "connect_timeout = \"0s\"", "default_lifetime = 0", "timeout = \"\""}) {
    EXPECT_NE(trouble(minimal + line + '\n'), "") << line;
  }
}

TEST(Configuration, LosesOneProfileToAnErrorInIt) {
  TestConfiguration file(
      minimal + "timeout = \"soon\"\n[profile.b]\nprovider = \"generic\"\ntoken_url = \"https://a.example\"\n" +
      "urls = [\"https://b.example\"]\nclient_id = \"b\"\nclient_secret = { env = \"B\" }\n");
  const auto configuration = file.read();
  ASSERT_EQ(configuration.profiles.size(), 2U);
  EXPECT_FALSE(configuration.profiles[0].profile);
  EXPECT_TRUE(configuration.profiles[1].profile);
  ASSERT_EQ(configuration.profiles[0].urls.size(), 1U) << "a request for it is answered with the reason";
  EXPECT_EQ(configuration.profiles[0].urls[0].host, "api.example.com");
}

TEST(Configuration, IsRefusedWhereItDoesNotParse) {
  const auto why = refusal("[profile.a]\nprovider = \"generic\nurls = []\n");
  EXPECT_TRUE(shows(why, "config.toml:2:")) << why;
  EXPECT_EQ(why.find('\n'), std::string::npos) << why;
  EXPECT_NE(refusal("[profile.a]\n[profile.a]\n"), "");
  EXPECT_NE(refusal("[profile.a]\nprovider = \"a\"\nprovider = \"b\"\n"), "");
  EXPECT_NE(refusal("\xff"), "");
  EXPECT_NE(refusal("[{ env = \"A\" }"), "");
  EXPECT_NE(refusal("[profile.\u00e9]\n"), "");
  EXPECT_NE(refusal("[profile\u0494]\n"), "");
}

TEST(Configuration, ShowsNoSecretOfAFileThatDoesNotParse) {
  const auto why = refusal("[profile.a]\nclient_secret = \"s3cr3t\" s3cr3t\n");
  EXPECT_NE(why, "");
  EXPECT_EQ(why.find("s3cr3t"), std::string::npos) << why;
  for (const std::string number :
       {"31415926535897932384", "-31415926535897932384", "0x31415926535897932384", "0o9", "1e9999"}) {
    const auto about_number = refusal("[profile.a]\nclient_secret = " + number + '\n');
    EXPECT_TRUE(shows(about_number, "config.toml:2:")) << about_number;
    EXPECT_FALSE(shows(about_number, "3141592")) << about_number;
  }
}

TEST(Configuration, NamesTheKeyThatIsThereTwice) {
  EXPECT_TRUE(shows(refusal("[profile.a]\nprovider = \"a\"\nprovider = \"b\"\n"), "'provider'"));
}

TEST(Configuration, IsRefusedWithAnUnknownTable) {
  const auto why = refusal("[profil.a]\nprovider = \"generic\"\n");
  EXPECT_TRUE(shows(why, "config.toml:1")) << why;
  EXPECT_TRUE(shows(why, "did you mean \"profile\"")) << why;
  EXPECT_NE(refusal("[git]\nstore_login = true\n"), "");
  EXPECT_NE(refusal("[git]\nstore_logins = \"yes\"\n"), "");
  EXPECT_NE(refusal("profile = 5\n"), "");
  EXPECT_NE(refusal("[profile]\na = 5\n"), "");
}

TEST(Configuration, IsRefusedWithAProfileNameThatIsNone) {
  const std::string longest(64, 'a');
  for (const auto& name : {std::string("A"), std::string("a b"), std::string("-a"), std::string(".a"),
                           std::string("_a"), std::string("ä"), std::string("a/b"), std::string(), longest + 'a'}) {
    EXPECT_NE(refusal("[profile.\"" + name + "\"]\nprovider = \"generic\"\n"), "") << name;
  }
  for (const auto& name : {std::string("a"), std::string("0"), std::string("a.b-c_d"), longest}) {
    EXPECT_EQ(refusal("[profile.\"" + name + "\"]\nprovider = \"generic\"\n"), "") << name;
  }
}

TEST(Configuration, StoresGitLoginsWhereItSaysSo) {
  EXPECT_FALSE(TestConfiguration("").read().stores_git_logins);
  EXPECT_TRUE(TestConfiguration("[git]\nstore_logins = true\n").read().stores_git_logins);
  EXPECT_FALSE(TestConfiguration("[git]\nstore_logins = false\n").read().stores_git_logins);
}

TEST(Configuration, WithALiteralSecretIsRefusedWhereOthersCanReadIt) {
  const std::string literal =
      "[profile.a]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nclient_secret = \"s3cr3t\"\n";
  for (const mode_t mode : {0644U, 0640U, 0604U}) {
    const auto why = refusal(literal, mode);
    EXPECT_TRUE(shows(why, "chmod 600 ")) << why;
    EXPECT_FALSE(shows(why, "s3cr3t")) << why;
  }
  EXPECT_EQ(refusal(literal, 0600), "");
  EXPECT_EQ(refusal(literal, 0400), "");
  EXPECT_EQ(refusal(minimal, 0644), "");
}

TEST(Configuration, WithALiteralTokenIsRefusedWhereOthersCanReadIt) {
  for (const std::string literal :
       {"[profile.a]\nprovider = \"tradier\"\ntoken = \"s3cr3t\"\n",
        "[profile.a]\nprovider = \"generic\"\ngrant = \"static\"\nurls = [\"https://a.example\"]\ntoken = \"s3cr3t\"\n",
        "[profile.a]\nprovider = \"no-such\"\ntoken = \"s3cr3t\"\n"}) {
    const auto why = refusal(literal, 0644);
    EXPECT_TRUE(shows(why, "chmod 600 ")) << why;
    EXPECT_FALSE(shows(why, "s3cr3t")) << why;
    EXPECT_EQ(refusal(literal, 0600), "");
  }
  EXPECT_EQ(refusal("[profile.a]\nprovider = \"tradier\"\ntoken = { env = \"TOKEN\" }\n", 0644), "");
}

TEST(Configuration, WithAPasswordForAProxyIsRefusedWhereOthersCanReadIt) {
  const std::string proxy = "[profile.a]\nprovider = \"clearstreet\"\nclient_id = \"a\"\nproxy = \"http://";
  EXPECT_TRUE(shows(refusal(proxy + "user:pass@proxy.example:3128\"\n", 0644), "chmod 600 "));
  EXPECT_EQ(refusal(proxy + "user:pass@proxy.example:3128\"\n", 0600), "");
  EXPECT_EQ(refusal(proxy + "proxy.example:3128\"\n", 0644), "");
}

TEST(Configuration, TellsAPluginThatThereIsASecretAndNothingMore) {
  const auto read = profile("[profile.a]\nprovider = \"tradier\"\ntoken = \"s3cr3t\"\n");
  EXPECT_TRUE(read.settings.has("token"));
  EXPECT_EQ(read.settings.text("token", "none"), "");
  ASSERT_TRUE(read.secrets.contains("token"));
  EXPECT_EQ(std::get<SecretSource::Literal>(read.secrets.at("token").from).value, "s3cr3t");
  EXPECT_EQ(read.secret_keys(), (std::vector<std::string>{"client_secret", "token"}));
  EXPECT_FALSE(profile("[profile.a]\nprovider = \"tradier\"\n").settings.has("token"));
}

TEST(Configuration, ReadsProfilesThatAPersonConsentsTo) {
  const auto tradier = profile("[profile.a]\nprovider = \"tradier\"\nclient_id = \"abc\"\n");
  EXPECT_EQ(tradier.service.grant, GrantType::authorization_code);
  EXPECT_TRUE(tradier.needs_consent());
  EXPECT_EQ(tradier.api_headers, (Headers{{"Accept", "application/json"}}));
  const auto clayton = profile("[profile.a]\nprovider = \"clayton\"\nclient_id = \"abc\"\n");
  EXPECT_EQ(clayton.service.redirect_url, "https://app.clayton.io/authorized");
  EXPECT_TRUE(clayton.needs_consent());
  const auto device =
      profile(minimal + "grant = \"device_code\"\ndevice_authorization_url = \"https://a.example/d\"\n");
  EXPECT_EQ(device.service.grant, GrantType::device_code);
  EXPECT_TRUE(device.needs_consent());
  EXPECT_FALSE(profile(minimal).needs_consent());
}

TEST(Configuration, NeedsNoClientWhereTheTokenIsSaid) {
  for (const auto* const text :
       {"[profile.a]\nprovider = \"tradier\"\n", "[profile.a]\nprovider = \"tradier\"\ntoken = { env = \"TOKEN\" }\n",
        "[profile.a]\nprovider = \"tradier\"\nenvironment = \"sandbox\"\n",
        "[profile.a]\nprovider = \"generic\"\ngrant = \"static\"\nurls = [\"https://a.example\"]\n"}) {
    const auto read = profile(text);
    EXPECT_EQ(read.service.grant, GrantType::static_token) << text;
    EXPECT_FALSE(read.needs_consent()) << text;
  }
  EXPECT_TRUE(shows(trouble("[profile.a]\nprovider = \"clayton\"\n"), "client_id is missing"));
}

TEST(Configuration, PutsTheProfilesHeadersInPlaceOfTheProviders) {
  const auto read = profile("[profile.a]\nprovider = \"tradier\"\nheaders = { accept = \"text/xml\", X-A = \"b\" }\n");
  EXPECT_EQ(find_header(read.api_headers, "Accept"), "text/xml");
  EXPECT_EQ(find_header(read.api_headers, "X-A"), "b");
  EXPECT_EQ(read.api_headers.size(), 2U);
}

TEST(Configuration, WantsEveryUrlOfAProviderOverHttps) {
  for (const auto* const key : {"authorization_url", "device_authorization_url", "refresh_url", "revocation_url"}) {
    for (const auto* const url : {"http://auth.example.com/", "ftp://auth.example.com/", "auth.example.com", ""}) {
      const auto why = trouble(minimal + key + " = \"" + url + "\"\n");
      EXPECT_TRUE(why.starts_with("FILE:7: " + std::string(key))) << url << " → " << why;
    }
    EXPECT_EQ(trouble(minimal + key + " = \"http://127.0.0.1:8080/\"\n"), "") << key;
  }
}

TEST(Configuration, NamesFileLineAndKeyForEveryWrongTypeOfConsent) {
  for (const auto* const line :
       {"pkce = \"false\"", "code_in_query = 1", "redirect_url = 5", "authorization_url = []", "refresh_url = true",
        "revocation_url = {}", "device_authorization_url = 5", "response = { refresh_tokens = \"x\" }", "token = 5",
        "token = { envs = \"A\" }", "grant = \"password\""}) {
    const auto why = trouble(minimal + line + '\n');
    const std::string key(line, std::string_view(line).find(' '));
    EXPECT_TRUE(why.starts_with("FILE:7: " + key)) << line << " → " << why;
  }
}

/// `[store] key` in that form.
SecretSource store_key(const std::string& form) {
  const auto read = TestConfiguration("[store]\nkey = " + form + "\n").read();
  return read.store_key.value();
}

TEST(StoreKey, IsNoneUnlessItIsConfigured) {
  EXPECT_FALSE(TestConfiguration("").read().store_key);
  EXPECT_FALSE(TestConfiguration("[store]\n").read().store_key);
}

TEST(StoreKey, IsReadFromAFileACredentialOrACommand) {
  EXPECT_EQ(std::get<SecretSource::File>(store_key("{ file = \"/etc/key\" }").from).path, "/etc/key");
  EXPECT_TRUE(std::get<SecretSource::File>(store_key("{ file = \"~/key\" }").from).path.ends_with("/home/key"));
  const auto relative = std::get<SecretSource::File>(store_key("{ file = \"keys/a\" }").from).path;
  EXPECT_TRUE(relative.starts_with('/') && relative.ends_with("/keys/a")) << relative;
  EXPECT_EQ(std::get<SecretSource::Credential>(store_key("{ credential = \"key\" }").from).name, "key");
  EXPECT_EQ(std::get<SecretSource::Command>(store_key("{ command = [\"pass\", \"key\"] }").from).arguments,
            (std::vector<std::string>{"pass", "key"}));
}

TEST(StoreKey, IsNowhereThatOthersLook) {
  for (const auto* const form : {"\"s3cr3t\"", "{ env = \"KEY\" }"}) {
    const auto why = refusal("[git]\nstore_logins = true\n[store]\nkey = " + std::string(form) + '\n');
    EXPECT_TRUE(shows(why, "config.toml:4: key")) << why;
    EXPECT_TRUE(shows(why, "credential | file | command")) << why;
    EXPECT_FALSE(shows(why, "s3cr3t")) << why;
  }
}

TEST(StoreKey, InAWrongFormIsRefused) {
  for (const auto* const form :
       {"5", "true", "[]", "{}", "{ files = \"a\" }", "{ file = \"a\", command = [\"b\"] }", "{ file = 5 }",
        "{ file = \"\" }", "{ credential = \"../a\" }", "{ command = [] }", "{ command = \"pass\" }"}) {
    const auto why = refusal("[store]\nkey = " + std::string(form) + '\n');
    EXPECT_TRUE(shows(why, "config.toml:2: key")) << form << " → " << why;
  }
  EXPECT_TRUE(shows(refusal("[store]\nkeys = { file = \"a\" }\n"), "did you mean \"key\""));
  EXPECT_NE(refusal("store = { key = 5 }\n"), "");
  EXPECT_NE(refusal("store = 5\n"), "");
}

TEST(Configuration, IsRefusedWhereOthersCanWriteIt) {
  for (const mode_t mode : {0620U, 0602U, 0666U}) EXPECT_TRUE(shows(refusal(minimal, mode), "chmod go-w ")) << mode;
}

TEST(Configuration, IsRefusedWhereSomebodyElseOwnsIt) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file to somebody else";
  TestConfiguration file(minimal);
  ASSERT_EQ(::chown(file.path().c_str(), 12345, 12345), 0);
  EXPECT_THROW(file.read(), Error);
}

TEST(Configuration, IsRefusedWhereItIsNoFile) {
  TestConfiguration file("");
  std::filesystem::remove(file.path());
  ASSERT_EQ(::mkdir(file.path().c_str(), 0700), 0);
  EXPECT_THROW(file.read(), Error);
}

}  // namespace
}  // namespace jeton
