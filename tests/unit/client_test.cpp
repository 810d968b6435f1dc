#include <gtest/gtest.h>

#include "config/secret.hpp"
#include "test_configuration.hpp"

namespace jeton {
namespace {

const std::string application = R"([profile.a]
provider = "generic"
token_url = "https://auth.example.com/token"
urls = ["https://api.example.com"]
client_id = "abc"
)";
const std::string personal = "[profile.a]\nprovider = \"tradier\"\n";

/// What is in the secret store.
using Stored = std::map<std::string, std::string>;

class ClientTest : public testing::Test {
 protected:
  Client read(const std::string& text, const Stored& stored, const Stored& environment = {}) {
    const auto configuration = TestConfiguration(text).read();
    const auto& profile = configuration.profiles.at(0).profile;
    if (!profile) throw std::invalid_argument(profile.error().message);
    const auto find_stored = [&](const std::string& key) {
      asked_.push_back(key);
      const auto found = stored.find(key);
      return found == stored.end() ? std::nullopt : std::optional(found->second);
    };
    return read_client(*profile, variables(environment), find_stored, sources_);
  }

  std::vector<std::string> asked_;
  std::vector<Source> sources_;
};

TEST_F(ClientTest, HasTheStoredSecretWhereTheProfileSaysNone) {
  EXPECT_EQ(read(application, {{"client_secret", "stored"}}).client_secret, "stored");
}

TEST_F(ClientTest, AsksTheStoreForNothingThatTheProfileSays) {
  const auto client = read(application + "client_secret = { env = \"SECRET\" }\ntoken = { env = \"TOKEN\" }\n",
                           {{"client_secret", "stored"}, {"token", "stored"}}, {{"SECRET", "x"}, {"TOKEN", "y"}});
  EXPECT_EQ(client.client_secret, "x");
  EXPECT_EQ(client.secrets, (Stored{{"token", "y"}}));
  EXPECT_EQ(asked_, std::vector<std::string>{});
  EXPECT_EQ(sources_.size(), 2U);
}

TEST_F(ClientTest, HasTheCredentialsFilesSecretBeforeTheStoredOne) {
  TestConfiguration file("[profile.a]\nprovider = \"clearstreet\"\ncredentials_file = \"c.json\"\n");
  file.folder().write("c.json", R"({"client_id": "abc", "client_secret": "of the file"})");
  const auto configuration = file.read();
  const auto find_stored = [](const std::string& /*key*/) { return std::optional<std::string>("stored"); };
  EXPECT_EQ(read_client(*configuration.profiles.at(0).profile, variables({}), find_stored, sources_).client_secret,
            "of the file");
}

TEST_F(ClientTest, IsRefusedWithoutASecretAndNamesTheCommand) {
  try {
    read(application, {});
    ADD_FAILURE() << "there is no secret";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::configuration);
    EXPECT_NE(std::string(error.what()).find("jeton secret set a client_secret"), std::string::npos) << error.what();
  }
}

TEST_F(ClientTest, NeedsNoSecretWhereItIsPublic) {
  EXPECT_EQ(read(application + "client_auth = \"none\"\n", {}).client_secret, "");
}

TEST_F(ClientTest, HasThePluginsOwnSecretFromWhereItIs) {
  EXPECT_EQ(read(personal, {{"token", "stored"}}).secrets, (Stored{{"token", "stored"}}));
  EXPECT_EQ(read(personal + "token = { env = \"TOKEN\" }\n", {{"token", "stored"}}, {{"TOKEN", "x"}}).secrets,
            (Stored{{"token", "x"}}));
  EXPECT_EQ(read(personal, {}).secrets, Stored{}) << "that there is none is for whoever wants it to say";
}

TEST_F(ClientTest, NeedsNeitherIdNorSecretForATokenThatIsSaid) {
  const auto client = read(personal, {{"token", "stored"}, {"client_secret", "other"}});
  EXPECT_EQ(client.client_id, "");
  EXPECT_EQ(client.client_secret, "");
}

}  // namespace
}  // namespace jeton
