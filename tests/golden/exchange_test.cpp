#include "golden/exchange.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "golden/check.hpp"
#include "host/plugins.hpp"

namespace jeton::golden {
namespace {

constexpr std::string_view good = R"(# A comment.
[profile]
provider = generic
token_url = https://auth.example.com/token
urls = https://api.example.com
client_auth = body
[client]
client_id = abc
client_secret = a = b
[request]
POST https://auth.example.com/token
Content-Type: application/x-www-form-urlencoded
Accept: application/json

grant_type=client_credentials&client_id=abc&client_secret=a+%3D+b
[answer]
HTTP 200

{"access_token": "abc",

 "token_type": "Bearer", "expires_in": 60}
[token]
access_token = abc
token_type = Bearer
expires_in = 60
)";

std::string replaced(const std::string& what, const std::string& with) {
  std::string text(good);
  return text.replace(text.find(what), what.size(), with);
}

std::vector<std::string> differences(const std::string& text) {
  Plugins plugins(JETON_PLUGIN_FOLDER);
  const auto exchange = parse(text);
  return check(exchange, plugins.find(find(exchange.profile, "provider").value()));
}

TEST(GoldenExchange, HasNoDifferenceWhereAllIsAsTheFileSays) {
  EXPECT_EQ(differences(std::string(good)), std::vector<std::string>{});
}

TEST(GoldenExchange, KeepsAValueWithAnEqualsSignAndABodyWithABlankLine) {
  const auto exchange = parse(good);
  EXPECT_EQ(find(exchange.client, "client_secret"), "a = b");
  EXPECT_EQ(exchange.answer->body, "{\"access_token\": \"abc\",\n\n \"token_type\": \"Bearer\", \"expires_in\": 60}");
}

TEST(GoldenExchange, SeesEveryDifference) {
  const std::pair<const char*, const char*> changes[] = {
      {"POST https://auth", "GET https://auth"},
      {"\nPOST https://auth.example.com/token", "\nPOST https://auth.example.com/other"},
      {"Accept: application/json", "Accept: application/JSON"},
      {"Accept: application/json\n", ""},
      {"client_id=abc&", "client_id=abd&"},
      {"access_token = abc", "access_token = abd"},
      {"token_type = Bearer", "token_type = bearer"},
      {"expires_in = 60", "expires_in = 61"},
      {"expires_in = 60", "expires_in = 60\nscope = read"},
      {"expires_in = 60", "expires_in = 60\nlives = 61 by expires_in"},
      {"HTTP 200", "HTTP 400"},
      {"[token]\naccess_token = abc\ntoken_type = Bearer\nexpires_in = 60", "[error]\nkind = refused"},
  };
  for (const auto& [what, with] : changes) {
    EXPECT_EQ(differences(replaced(what, with)).size(), 1U) << what << " → " << with;
  }
}

TEST(GoldenExchange, SeesADifferenceInAnError) {
  const auto with_error = [](const std::string& lines) {
    return "[profile]\nprovider = generic\ntoken_url = https://a.example\nurls = https://b.example\n"
           "[answer]\nHTTP 400\n\n{\"error\": \"invalid_grant\", \"error_description\": \"why\"}\n[error]\n" +
           lines;
  };
  EXPECT_TRUE(differences(with_error("kind = refused\nerror = invalid_grant\ndescription = why\nhides = who")).empty());
  for (const auto* const wrong :
       {"kind = unusable", "error = invalid_client", "description = wh", "shows = who", "hides = why"}) {
    EXPECT_EQ(differences(with_error(wrong)).size(), 1U) << wrong;
  }
}

/// A profile for people's consent, and what follows it.
std::string consent(const std::string& sections, const std::string& settings = {}) {
  return "[profile]\nprovider = generic\ngrant = authorization_code\ntoken_url = https://a.example/token\n"
         "authorization_url = https://a.example/authorize\ndevice_authorization_url = https://a.example/device\n"
         "revocation_url = https://a.example/revoke\nurls = https://b.example\nclient_auth = none\n" +
         settings + "[client]\nclient_id = abc\n" + sections;
}

/// The text is as the provider does it, and each change to it is seen.
void expect_sees(const std::string& text, const std::vector<std::pair<std::string, std::string>>& changes) {
  EXPECT_EQ(differences(text), std::vector<std::string>{}) << text;
  for (const auto& [what, with] : changes) {
    auto changed = text;
    const auto at = changed.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    changed.replace(at, what.size(), with);
    EXPECT_EQ(differences(changed).size(), 1U) << what << " → " << with;
  }
}

const std::string form = "Accept: application/json\nContent-Type: application/x-www-form-urlencoded\n\n";

TEST(GoldenExchange, SeesADifferenceInTheRequestOfEachGrant) {
  expect_sees(consent("[grant]\n# of section 4.1.3\nauthorization_code\ncode = c\nredirect_url = http://127.0.0.1/\n"
                      "code_verifier = v\n[request]\nPOST https://a.example/token\n" +
                      form +
                      "grant_type=authorization_code&client_id=abc&code=c&redirect_uri=http%3A%2F%2F127.0.0.1%2F"
                      "&code_verifier=v\n"),
              {{"\ncode = c", "\ncode = d"},
               {"\nredirect_url = http://127.0.0.1/", ""},
               {"\ncode_verifier = v", "\ncode_verifier = w"},
               {"\nauthorization_code\ncode = c\nredirect_url = http://127.0.0.1/\ncode_verifier = v",
                "\nclient_credentials"}});
  expect_sees(consent("[grant]\nrefresh_token\nrefresh_token = r\n[request]\nPOST https://a.example/token\n" + form +
                      "grant_type=refresh_token&client_id=abc&refresh_token=r\n"),
              {{"refresh_token = r", "refresh_token = s"}});
  expect_sees(
      consent("[grant]\ndevice_code\ndevice_code = d\n[request]\nPOST https://a.example/token\n" + form +
              "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=abc&device_code=d\n"),
      {{"device_code = d", "device_code = e"}});
  expect_sees(
      consent("[grant]\ndevice_authorization\n[request]\nPOST https://a.example/device\n" + form + "client_id=abc\n"),
      {{"example/device\nrevocation", "example/other\nrevocation"}});
  expect_sees(consent("[grant]\nrevocation\ntoken = t\ntoken_type_hint = access_token\n[request]\n"
                      "POST https://a.example/revoke\n" +
                      form + "token=t&token_type_hint=access_token&client_id=abc\n"),
              {{"token = t", "token = u"}, {"token_type_hint = access_token\n", ""}});
}

TEST(GoldenExchange, SeesADifferenceInTheAuthorizationRequest) {
  expect_sees(consent("[authorization]\nredirect_url = http://127.0.0.1/\nstate = s\ncode_challenge = c\n"
                      "url = https://a.example/authorize?response_type=code&client_id=abc"
                      "&redirect_uri=http%3A%2F%2F127.0.0.1%2F&state=s&code_challenge=c&code_challenge_method=S256\n"),
              {{"\nredirect_url = http://127.0.0.1/", ""},
               {"\nstate = s", "\nstate = t"},
               {"\ncode_challenge = c", "\ncode_challenge = d"},
               {"url = https://a.example/authorize?", "url = https://a.example/authorize?x"}});
}

TEST(GoldenExchange, SeesADifferenceInTheService) {
  expect_sees(consent("[service]\ngrant = authorization_code\ntoken_url = https://a.example/token\nrefresh_url =\n"
                      "authorization_url = https://a.example/authorize\n"
                      "device_authorization_url = https://a.example/device\nrevocation_url = https://a.example/revoke\n"
                      "redirect_url = http://127.0.0.1/\npkce = s256\naudience =\nscope =\nclient_secret = optional\n"
                      "max_age =\nurls =\n"),
              {{"[service]\ngrant = authorization_code", "[service]\ngrant = static"},
               {"refresh_url =", "refresh_url = x"},
               {"redirect_url = http://127.0.0.1/", "redirect_url = http://127.0.0.1"},
               {"pkce = s256", "pkce = off"},
               {"scope =", "scope = x"},
               {"client_secret = optional", "client_secret = required"},
               {"max_age =", "max_age = 5"},
               {"max_age =\nurls =", "max_age =\nurls = https://b.example"},
               {"max_age =", "api_headers.Accept = text/plain"}});
}

TEST(GoldenExchange, SeesADifferenceInASettingThatIsRefused) {
  const std::string refused = "[profile]\nprovider = generic\nurls = https://b.example\n[setting_error]\n";
  expect_sees(refused + "key = token_url\nmessage = is missing\n",
              {{"key = token_url", "key = urls"},
               {"is missing", "is wrong"},
               {"urls = https://b.example\n", "urls = https://b.example\ntoken_url = https://a.example\n"}});
}

TEST(GoldenExchange, SeesADifferenceInARefreshToken) {
  const std::string answered = "[answer]\nHTTP 200\n\n{\"access_token\": \"a\", \"refresh_token\": \"r\"}\n";
  expect_sees(consent(answered + "[token]\naccess_token = a\nrefresh_token = r\n"),
              {{"refresh_token = r", "refresh_token = s"}, {"refresh_token = r\n", ""}});
  expect_sees(
      consent("[answer]\nHTTP 200\n\n{\"refresh_token\": \"r\"}\n[error]\nkind = unusable\nrefresh_token = r\n"),
      {{"refresh_token = r", "refresh_token = s"}, {"refresh_token = r\n", ""}});
}

TEST(GoldenExchange, SeesADifferenceInADeviceAuthorization) {
  expect_sees(
      consent("[grant]\ndevice_authorization\n[answer]\nHTTP 200\n\n"
              R"({"device_code": "d", "user_code": "u", "verification_uri": "v", "expires_in": 9})"
              "\n[device_authorization]\ndevice_code = d\nuser_code = u\nverification_url = v\nexpires_in = 9\n"),
      {{"device_code = d", "device_code = e"},
       {"user_code = u\n", ""},
       {"verification_url = v", "verification_url = w"},
       {"expires_in = 9", "expires_in = 9\nverification_url_complete = v"},
       {"expires_in = 9", "expires_in = 8"},
       {"expires_in = 9", "expires_in = 9\ninterval = 6"},
       {"HTTP 200", "HTTP 400"}});
}

TEST(GoldenExchange, HasAProfilesSecretFromTheProfile) {
  expect_sees("[profile]\nprovider = tradier\ntoken = s3cr3t\n[service]\ngrant = static\n", {});
}

TEST(GoldenExchange, RefusesAFileThatChecksNothingOrMakesNoSense) {
  for (const auto& text :
       {std::string("[profile]\nprovider = generic\n"), replaced("[profile]", "[profil]"),
        replaced("[client]", "[profile]"), replaced("client_id = abc", "client_id: abc"),
        replaced("provider = generic\n", ""), replaced("[token]", "[grant]"),
        replaced("Accept: application/json", "Accept"), replaced("client_id = abc", "client_id =abc"),
        replaced("[token]", "[device_authorization]"), replaced("[answer]", "[error]\nkind = refused\n[answer]"),
        replaced("[answer]", "[grant]\nrevocation\n[answer]"),
        replaced("[request]", "[setting_error]\nkey = urls\n[request]"),
        replaced("[request]", "[grant]\n# nothing\n[request]"),
        replaced("[request]", "[authorization]\nstate = s\n[request]"),
        consent("[authorization]\nurl = x\n[setting_error]\nkey = y\n")}) {
    EXPECT_THROW(parse(text), std::invalid_argument) << text;
  }
  for (const auto& text :
       {replaced("client_auth = body", "client_aut = body"), replaced("client_auth = body", "client_auth = header"),
        replaced("HTTP 200", "200"), replaced("client_auth = body", "client_id = abc"),
        replaced("client_id = abc", "clientid = abc"), replaced("expires_in = 60", "expiry = 60"),
        replaced("[request]", "[service]\ntoken_uri = x\n[request]"),
        replaced("[request]", "[grant]\npassword\n[request]"),
        replaced("[request]", "[grant]\nauthorization_code\n[request]"),
        replaced("[request]", "[grant]\nclient_credentials\ncode = c\n[request]"),
        replaced("[request]", "[grant]\nrefresh_token\ncode = c\n[request]"),
        consent("[authorization]\nurl = x\nscope = y\n"),
        std::string("[profile]\nprovider = generic\n[setting_error]\nkeys = urls\n")}) {
    EXPECT_THROW(differences(text), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace jeton::golden
