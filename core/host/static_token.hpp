#pragma once

#include "host/exchange.hpp"

namespace jeton {

/// What a profile of the static grant has as its access token. Throws Error(configuration) where there is none, or one
/// that no tool could be given.
const std::string& static_token_of(const Client& client, const std::string& profile);

/// The token of a profile whose secret `token` is the access token: nobody is asked for it, and nobody but a person can
/// put another one in its place.
Reply static_token(const Exchange& work, Seconds now);

/// Takes back that a server rejected the profile's token.
void forget_rejection(const OpenedProfile& of, ProfileSecrets& secrets, const std::string& token);

}  // namespace jeton
