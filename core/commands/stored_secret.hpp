#pragma once

#include <string>

#include "host/opened_profile.hpp"

namespace jeton {

/// Keeps a secret of the profile in the secret store, in its turn; what came of another one is forgotten.
void store_secret(const OpenedProfile& of, const Folder& state, const std::string& key, const std::string& secret);

}  // namespace jeton
