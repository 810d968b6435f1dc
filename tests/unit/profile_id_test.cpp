#include <gtest/gtest.h>

#include "test_configuration.hpp"

namespace jeton {
namespace {

/// A profile of this text, with a line added to it or in place of the one with the same key.
std::string id(const std::string& line) {
  const std::vector<std::string> common = {"provider = \"generic\"", "token_url = \"https://auth.example.com/token\"",
                                           "urls = [\"https://api.example.com\"]", "client_id = \"abc\"",
                                           "client_secret = { env = \"SECRET\" }"};
  std::string text = "[profile.a]\n";
  for (const auto& other : common) {
    const bool replaced = line.starts_with(other.substr(0, other.find('=') + 1));
    if (!replaced) text += other + '\n';
  }
  const auto configuration = TestConfiguration(text + line + '\n').read();
  const auto& profile = configuration.profiles.at(0).profile;
  if (!profile) throw std::invalid_argument(profile.error().message);
  return profile->id();
}

TEST(ProfileId, IsTheSameForTheSameProfile) {
  EXPECT_EQ(id(""), id(""));
  EXPECT_FALSE(id("").empty());
}

TEST(ProfileId, DoesNotDependOnWhatIsNotSent) {
  for (const auto* const line :
       {"urls = [\"https://other.example.com\"]", "username = \"ada\"", "git_auth = \"bearer\"",
        "headers = { Accept = \"text/plain\" }", "expires_in_unit = \"minutes\"", "default_lifetime = 60",
        "min_validity = 60", "ca_file = \"/ca.pem\"", "proxy = \"http://proxy.example\"", "connect_timeout = 3",
        "timeout = 5", "response = { access_token = \"token\" }",
        "authorization_url = \"https://auth.example.com/authorize\"",
        "device_authorization_url = \"https://auth.example.com/device\"",
        "refresh_url = \"https://auth.example.com/refresh\"", "revocation_url = \"https://auth.example.com/revoke\"",
        "redirect_url = \"http://localhost:8400/\"", "pkce = false"}) {
    EXPECT_EQ(id(line), id("")) << line;
  }
}

TEST(ProfileId, DependsOnWhatIsSent) {
  for (const auto* const line : {"token_url = \"https://other.example.com/token\"",
                                 "client_id = \"abd\"",
                                 "client_secret = { env = \"OTHER\" }",
                                 "client_secret = { file = \"/x\" }",
                                 "client_secret = { credential = \"x\" }",
                                 "client_secret = { command = [\"x\"] }",
                                 "client_secret = \"literal\"",
                                 "credentials_file = \"/x.json\"",
                                 "scope = \"read\"",
                                 "audience = \"x\"",
                                 "request_headers = { Accept = \"text/plain\" }",
                                 "client_auth = \"body\"",
                                 "request_format = \"json\"",
                                 "parameters = { a = \"b\" }",
                                 "query = { a = \"b\" }",
                                 "scope_separator = \",\"",
                                 "client_certificate = \"/c.pem\"",
                                 "code_in_query = true",
                                 "grant = \"static\"",
                                 "token = { env = \"TOKEN\" }"}) {
    EXPECT_NE(id(line), id("")) << line;
  }
}

TEST(ProfileId, TellsValuesApart) {
  EXPECT_NE(id("scope = \"read\""), id("audience = \"read\""));
  EXPECT_NE(id("client_secret = \"a\""), id("client_secret = \"b\""));
  EXPECT_NE(id("client_secret = { command = [\"a\", \"b\"] }"), id("client_secret = { command = [\"a b\"] }"));
  EXPECT_NE(id("parameters = { a = \"b\" }"), id("query = { a = \"b\" }"));
  EXPECT_NE(id("token = { env = \"A\" }"), id("token = { env = \"B\" }"));
  EXPECT_NE(id("token = { env = \"A\" }"), id("token = { file = \"A\" }"));
  EXPECT_NE(id("token = \"a\""), id("token = \"b\""));
  EXPECT_NE(id("parameters = { a = \"b\", c = \"d\" }"), id("parameters = { a = \"d\", c = \"b\" }"));
}

/// Two profiles that send different things have different tokens, however alike their words are.
TEST(ProfileId, TellsAHeaderFromASetting) {
  EXPECT_NE(id("request_headers = { request_format = \"json\" }"), id("request_format = \"json\""));
}

}  // namespace
}  // namespace jeton
