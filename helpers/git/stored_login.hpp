#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/record.hpp"
#include "git/credential.hpp"

/// What git's own helpers (git-credential-store, git-credential-cache) do with the logins of other hosts.
namespace jeton::git {

/// The name under which the logins of the request's host are kept: one for all spellings of it.
std::string login_name(const Request& request);

/// The lines of the login that fits the request and has not expired; empty where there is none.
std::string find_login(const std::vector<Record>& logins, const Request& request, Seconds now);

/// Keeps the request's login in place of one for the same path and user. One that is incomplete or ephemeral is not
/// kept.
void store_login(std::vector<Record>& logins, const Request& request);

/// Forgets what fits the request; where it has a password or credential, only a login with that very one.
void erase_login(std::vector<Record>& logins, const Request& request);

}  // namespace jeton::git
