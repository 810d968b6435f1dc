#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/places.hpp"
#include "config/profile.hpp"
#include "token/access_token.hpp"

namespace jeton {

/// How long a command has to give a secret: longer where a person may have to be asked.
Seconds secret_patience();

/// Reads a secret. What it came from is added to `sources` where a later change of it can be seen. Throws
/// Error(configuration) that says what is missing and where. `patience`: for a command.
std::string read_secret(const SecretSource& source, const std::string& key, Seconds patience,
                        const Environment& environment, std::vector<Source>& sources);

/// Fills in what the text of a credentials file says and the profile does not; what the profile does not know goes into
/// `client.parameters`. Throws Error(configuration) that names the path.
void take_credentials(std::string text, const std::string& path, const Profile& profile, Client& client);

/// The same for the file itself.
void read_credentials_file(const std::string& path, const Profile& profile, Client& client,
                           std::vector<Source>& sources);

/// Looks into the secret store for what the profile leaves out; nothing where it is not there.
using FindStored = std::function<std::optional<std::string>(const std::string& key)>;

/// The profile's side of a token request, every secret read.
Client read_client(const Profile& profile, const Environment& environment, const FindStored& find_stored,
                   std::vector<Source>& sources);

}  // namespace jeton
