#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "harness/user.hpp"
#include "token/access_token.hpp"

namespace jeton::e2e {

/// The file of the profile's token in the user's cache. Throws where there is none.
std::filesystem::path token_file(const User& user, const std::string& profile);
AccessToken cached_token(const User& user, const std::string& profile);
/// Replaces it, as jeton does.
void change_cached_token(const User& user, const std::string& profile, const std::function<void(AccessToken&)>& change);

/// As though the token had been asked for that much earlier.
void age_cached_token(const User& user, const std::string& profile, int seconds);
/// The cache as it is, without access tokens.
void forget_cached_tokens(const User& user);

/// Has the routes compiled until they are trusted: those that are made just after the configuration are used once only.
/// Returns their file.
std::filesystem::path settle_routes(const User& user, const std::string& profile);

}  // namespace jeton::e2e
