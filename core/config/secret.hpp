#pragma once

#include <string>
#include <vector>

#include "base/places.hpp"
#include "config/profile.hpp"
#include "token/access_token.hpp"

namespace jeton {

/// Reads a secret. What it came from is added to `sources` where a later change of it can be seen. Throws
/// Error(configuration) that says what is missing and where. `patience`: for a command.
std::string read_secret(const SecretSource& source, const std::string& key, Seconds patience,
                        const Environment& environment, std::vector<Source>& sources);

/// Fills in what a credentials file says and the profile does not; what the profile does not know goes into
/// `client.parameters`.
void read_credentials_file(const std::string& path, const Profile& profile, Client& client,
                           std::vector<Source>& sources);

/// The profile's side of a token request, every secret read.
Client read_client(const Profile& profile, const Environment& environment, std::vector<Source>& sources);

}  // namespace jeton
