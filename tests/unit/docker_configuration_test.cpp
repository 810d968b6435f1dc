#include "setup/docker_configuration.hpp"

#include <gtest/gtest.h>

namespace jeton {
namespace {

using Helpers = std::vector<RegistryHelper>;

const Helpers acme = {{.registry = "registry.acme.example:5000", .suffix = "jeton"}};

std::string refusal(std::string_view text) {
  try {
    DockerConfiguration::read(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::configuration);
    return error.what();
  }
  return {};
}

TEST(DockerConfiguration, HelpersStoreAndLoginsAreRead) {
  const auto configuration = DockerConfiguration::read(R"({
	"auths": {"https://index.docker.io/v1/": {}, "quay.example": {"auth": "YTpi"}},
	"credsStore": "pass",
	"credHelpers": {"a.example": "jeton", "b.example": "ecr-login"},
	"psFormat": "table {{.ID}}\t{{.Image}}"
})");
  EXPECT_EQ(configuration.helpers, (Helpers{{"a.example", "jeton"}, {"b.example", "ecr-login"}}));
  EXPECT_EQ(configuration.store, "pass");
  EXPECT_EQ(configuration.logins, std::vector<std::string>{"quay.example"});
  EXPECT_EQ(configuration.helper_of("b.example"), "ecr-login");
  EXPECT_EQ(configuration.helper_of("c.example"), std::nullopt);
}

TEST(DockerConfiguration, EmptyTextIsAnEmptyOne) {
  for (const auto* const text : {"", "\n", "{}", R"({"credHelpers": null, "auths": null})"}) {
    EXPECT_EQ(DockerConfiguration::read(text).helpers, Helpers{}) << text;
  }
}

TEST(DockerConfiguration, WhatIsNoneIsRefused) {
  EXPECT_EQ(refusal("{"), "it is no JSON object; mend it first");
  EXPECT_EQ(refusal("[]"), "it is no JSON object; mend it first");
  EXPECT_EQ(refusal("{} // a comment"), "it is no JSON object; mend it first");
  EXPECT_EQ(refusal(R"({"credHelpers": []})"), "\"credHelpers\" in it is no JSON object; mend it first");
  EXPECT_EQ(refusal(R"({"credHelpers": {"a": 1}})"),
            "\"credHelpers\" in it has a value that is no text; mend it first");
}

TEST(DockerConfiguration, NewOneIsLaidOutAsDockerDoesIt) {
  EXPECT_EQ(with_own_helpers("", acme),
            "{\n\t\"credHelpers\": {\n\t\t\"registry.acme.example:5000\": \"jeton\"\n\t}\n}\n");
}

TEST(DockerConfiguration, HelpersAreAddedInTheLayoutThatIsThere) {
  EXPECT_EQ(with_own_helpers("{\n  \"auths\": {\n    \"a\": {}\n  }\n}", acme),
            "{\n  \"auths\": {\n    \"a\": {}\n  },\n  \"credHelpers\": {\n    \"registry.acme.example:5000\": "
            "\"jeton\"\n  }\n}");
  EXPECT_EQ(with_own_helpers("{\n\t\"credHelpers\": {\n\t\t\"a\": \"b\"\n\t},\n\t\"x\": 1.0\n}\n", acme),
            "{\n\t\"credHelpers\": {\n\t\t\"a\": \"b\",\n\t\t\"registry.acme.example:5000\": \"jeton\"\n\t},\n\t\"x\": "
            "1.0\n}\n");
  EXPECT_EQ(with_own_helpers(R"({"auths": {}, "credHelpers": {}})", acme),
            R"({"auths": {}, "credHelpers": {"registry.acme.example:5000": "jeton"}})");
}

TEST(DockerConfiguration, WithoutThemTheTextIsWhatItWas) {
  for (const auto* const text : {
           "{}",
           "{}\n",
           R"({"auths":{"a":{"auth":"YTpi"}}})",
           R"({ "auths" : { } , "credHelpers" : { "a" : "b" } })",
           "{\n\t\"credHelpers\": {\n\t\t\"a\": \"b\",\n\t\t\"c\": \"d\"\n\t}\n}",
           "{\r\n    \"psFormat\": \"\\u003cx\\u003e \\\"}{\\\\\",\r\n    \"n\": [1e5, {\"credHelpers\": {}}]\r\n}\r\n",
       }) {
    EXPECT_EQ(with_own_helpers(with_own_helpers(text, acme), {}), text) << text;
  }
}

TEST(DockerConfiguration, WhatIsAddedTwiceIsThereOnce) {
  const auto once = with_own_helpers(R"({"auths": {}})", acme);
  EXPECT_EQ(with_own_helpers(once, acme), once);
}

TEST(DockerConfiguration, OwnHelpersThatAreNotWantedGoAndOthersStay) {
  const std::string text = R"({"credHelpers": {"x": "jeton", "a": "gcloud", "y": "jeton-two", "b": "jetons"}})";
  EXPECT_EQ(with_own_helpers(text, {}), R"({"credHelpers": {"a": "gcloud", "b": "jetons"}})");
  EXPECT_EQ(with_own_helpers(text, {{"x", "jeton-one"}}),
            R"({"credHelpers": {"x": "jeton-one", "a": "gcloud", "b": "jetons"}})");
}

TEST(DockerConfiguration, WithAKeyTwiceIsRefused) {
  EXPECT_EQ(refusal(R"({"credHelpers": {}, "credHelpers": {}})"), "\"credHelpers\" is in it twice; mend it first");
  EXPECT_EQ(refusal(R"({"credHelpers": {"a.example": "x", "\u0061.example": "y"}})"),
            "\"a.example\" is in it twice; mend it first");
}

}  // namespace
}  // namespace jeton
