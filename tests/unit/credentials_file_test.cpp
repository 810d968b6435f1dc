#include <gtest/gtest.h>

#include "config/secret.hpp"
#include "jeton/oauth.hpp"
#include "test_configuration.hpp"

namespace jeton {
namespace {

/// What Clear Street's "Download JSON" saves.
constexpr std::string_view downloaded = R"({
"grant_type": "client_credentials",
"client_id": "2iryfNdUZ0WUb69zrLl23j00FUi4so2u",
"client_secret": "IxoGj68J4t5IPibv_3nXg9fkRYGtFHs-wEgJF5MecJKZLjyuylyr2B1w1Ifo2r_S",
"audience": "https://api.clearstreet.io"
})";

class CredentialsFile : public testing::Test {
 protected:
  Client read(const std::string& profile, std::string_view credentials, mode_t mode = 0600) {
    TestConfiguration file("[profile.a]\nprovider = \"clearstreet\"\ncredentials_file = \"c.json\"\n" + profile);
    file.folder().write("c.json", credentials, mode);
    path_ = file.folder() / "c.json";
    const auto configuration = file.read();
    const auto& read_profile = configuration.profiles.at(0).profile;
    if (!read_profile) throw std::invalid_argument(read_profile.error().message);
    sources_.clear();
    return read_client(*read_profile, variables({{"SECRET", "from-env"}}), nothing_stored, sources_);
  }
  std::string refusal(const std::string& profile, std::string_view credentials, mode_t mode = 0600) {
    try {
      read(profile, credentials, mode);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::configuration);
      return error.what();
    }
    return "nothing";
  }
  std::string body(const std::string& profile, std::string_view credentials) {
    return oauth::token_request(read(profile, credentials), ClientCredentials{},
                                {.format = oauth::RequestFormat::json, .client_auth = oauth::ClientAuth::body})
        .body;
  }

  std::string path_;
  std::vector<Source> sources_;
};

TEST_F(CredentialsFile, IsTheRequestThatClearStreetDocuments) {
  EXPECT_EQ(body("", downloaded),
            R"({"grant_type":"client_credentials","client_id":"2iryfNdUZ0WUb69zrLl23j00FUi4so2u",)"
            R"("client_secret":"IxoGj68J4t5IPibv_3nXg9fkRYGtFHs-wEgJF5MecJKZLjyuylyr2B1w1Ifo2r_S",)"
            R"("audience":"https://api.clearstreet.io"})");
}

TEST_F(CredentialsFile, YieldsToTheProfile) {
  const auto client =
      read("client_id = \"mine\"\nclient_secret = { env = \"SECRET\" }\naudience = \"https://mine.example\"\n",
           R"({"client_id": "x", "client_secret": "y", "audience": "z", "scope": "s"})");
  EXPECT_EQ(client.client_id, "mine");
  EXPECT_EQ(client.client_secret, "from-env");
  EXPECT_EQ(client.audience, "https://mine.example");
  EXPECT_EQ(client.scope, "s");
}

TEST_F(CredentialsFile, WinsOverTheProvidersDefaults) {
  EXPECT_EQ(read("", R"({"client_id": "x", "client_secret": "y", "audience": "z"})").audience, "z");
  EXPECT_EQ(read("", R"({"client_id": "x", "client_secret": "y"})").audience, "https://api.clearstreet.io");
}

TEST_F(CredentialsFile, GoesIntoTheRequestWithAllThatItHas) {
  EXPECT_EQ(
      body(
          "",
          R"({"client_id": "x", "client_secret": "y", "audience": "z", "tenant": "blue", "level": 5, "deep": {"a": [true]}})"),
      R"({"grant_type":"client_credentials","client_id":"x","client_secret":"y","audience":"z","deep":{"a":[true]},"level":5,"tenant":"blue"})");
}

TEST_F(CredentialsFile, IsASourceWhoseChangeIsSeen) {
  read("", downloaded);
  ASSERT_EQ(sources_.size(), 1U);
  EXPECT_EQ(sources_[0].name, path_);
}

TEST_F(CredentialsFile, IsNamedWithWhatIsWrongAndNothingSecret) {
  for (const auto* const text : {"", "s3cr3t", "[\"s3cr3t\"]", "{\"client_secret\": \"s3cr3t\"", "\"s3cr3t\"",
                                 R"({"client_id": 5, "client_secret": "s3cr3t"})",
                                 R"({"client_id": "x", "client_secret": 5})", R"({"client_secret": "s3cr3t"})"}) {
    const auto why = refusal("", text);
    EXPECT_NE(why.find(path_), std::string::npos) << text << " → " << why;
    EXPECT_EQ(why.find("s3cr3t"), std::string::npos) << text << " → " << why;
  }
}

TEST_F(CredentialsFile, MayLeaveTheSecretToTheStore) {
  const auto why = refusal("", R"({"client_id": "x"})");
  EXPECT_NE(why.find("jeton secret set a client_secret"), std::string::npos) << why;
}

TEST_F(CredentialsFile, IsRefusedWhereOthersCanWriteIt) {
  for (const mode_t mode : {0620U, 0602U}) {
    EXPECT_NE(refusal("", downloaded, mode).find("chmod go-w " + path_), std::string::npos);
  }
  EXPECT_EQ(refusal("", downloaded, 0644), "nothing");
}

}  // namespace
}  // namespace jeton
