#include "commands/plugin_rules.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

namespace jeton {
namespace {

constexpr std::array<std::string_view, 2> grants = {"authorization_code", "refresh_token"};
constexpr std::array settings = {Setting{.name = "tenant", .meaning = "whose it is"}};
constexpr std::array hints = {Hint{"tenant", "On its page."}, Hint{"client_id", "Below."}};
const Metadata good{.version = "1.0", .summary = "Acme", .grants = grants, .settings = settings, .hints = hints};

/// What it is refused with.
template <class Check>
std::string refusal(const Check& check, const Metadata& metadata) {
  try {
    return "nothing: " + check(metadata);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

TEST(PluginRules, GoodMetadataIsShown) {
  EXPECT_EQ(check_metadata(good), "Acme, version 1.0; grants: authorization_code, refresh_token");
  EXPECT_EQ(check_settings(good), "tenant");
  EXPECT_EQ(check_settings({.version = "1.0", .summary = "Acme", .grants = grants, .settings = {}}), "none");
}

TEST(PluginRules, MetadataHasVersionSummaryAndKnownGrants) {
  constexpr std::array<std::string_view, 1> unknown = {"password"};
  const auto with = [](auto member, auto value) {
    auto metadata = good;
    metadata.*member = value;
    return refusal(check_metadata, metadata);
  };
  EXPECT_EQ(with(&Metadata::version, ""), "it has no version");
  EXPECT_EQ(with(&Metadata::summary, ""), "it has no summary");
  EXPECT_EQ(with(&Metadata::grants, std::span<const std::string_view>()), "it names no grant");
  EXPECT_EQ(with(&Metadata::grants, std::span<const std::string_view>(unknown)), "there is no grant password");
}

TEST(PluginRules, SettingsAreTheProvidersOwnAndSayWhatTheyMean) {
  constexpr std::array common = {Setting{.name = "scope", .meaning = "what it is for"}};
  constexpr std::array silent = {Setting{.name = "tenant"}};
  constexpr std::array lost = {Hint{"tenat", "On its page."}};
  auto metadata = good;
  metadata.settings = common;
  metadata.hints = {};
  EXPECT_EQ(refusal(check_settings, metadata), "scope is a key that every profile has");
  metadata.settings = silent;
  EXPECT_EQ(refusal(check_settings, metadata), "tenant has no meaning");
  metadata = good;
  metadata.hints = lost;
  EXPECT_EQ(refusal(check_settings, metadata), "a hint is about tenat, which is no key");
}

}  // namespace
}  // namespace jeton
