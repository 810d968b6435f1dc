#pragma once

#include <optional>
#include <string>
#include <vector>

#include "front/token_source.hpp"

namespace jeton {

/// The profile that answers a request; nothing where no profile covers it. `only` restricts to that profile, whatever
/// else matches better; `username` chooses among profiles that match equally well. Throws Error(no_credentials) that
/// names them where nothing chooses.
std::optional<ProfileRoute> choose_profile(TokenSource& tokens, const RequestUrl& request,
                                           const std::optional<std::string>& only,
                                           const std::optional<std::string>& username);

}  // namespace jeton
