#include "exchange.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "check.hpp"
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
  return check(parse(text), plugins.find("generic"));
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

TEST(GoldenExchange, RefusesAFileThatChecksNothingOrMakesNoSense) {
  for (const auto& text : {std::string("[profile]\nprovider = generic\n"), replaced("[profile]", "[profil]"),
                           replaced("[client]", "[profile]"), replaced("client_id = abc", "client_id: abc"),
                           replaced("provider = generic\n", ""), replaced("[token]", "[grant]"),
                           replaced("Accept: application/json", "Accept")}) {
    EXPECT_THROW(parse(text), std::invalid_argument) << text;
  }
  for (const auto& text : {replaced("client_auth = body", "client_aut = body"),
                           replaced("client_auth = body", "client_auth = header"), replaced("HTTP 200", "200")}) {
    EXPECT_THROW(differences(text), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace jeton::golden
