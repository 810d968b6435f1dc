#include "git/stored_login.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "store/logins.hpp"

namespace jeton::git {
namespace {

bool fits(const std::optional<std::string>& wanted, const Record& login, std::string_view key) {
  return !wanted || login.find(key) == std::string_view(*wanted);
}

bool fits(const Request& request, const Record& login) {
  return fits(request.path, login, "path") && fits(request.username, login, "username");
}

bool has_same_secret(const Request& request, const Record& login) {
  const auto same = [&](const std::optional<std::string>& secret, std::string_view key) {
    return !secret || equal_secrets(login.get(key), *secret);
  };
  return same(request.password, "password") && same(request.credential, "credential");
}

}  // namespace

std::string login_name(const Request& request) {
  return request.protocol + "://" + server_name(parse_authority(request.host).value(), request.protocol);
}

std::string find_login(const std::vector<Record>& logins, const Request& request, Seconds now) {
  std::string out;
  for (const auto& login : logins) {
    const auto expiry = login.integer("password_expiry_utc");
    const bool is_authtype = login.find("credential").has_value();
    if (!fits(request, login) || (expiry && *expiry > 0 && *expiry < now) || (is_authtype && !request.can_authtype)) {
      continue;
    }
    if (is_authtype) append_line(out, "capability[]", "authtype");
    for (const auto* const key :
         {"authtype", "credential", "username", "password", "password_expiry_utc", "oauth_refresh_token"}) {
      if (const auto value = login.find(key)) append_line(out, key, *value);
    }
    break;
  }
  return out;
}

void store_login(std::vector<Record>& logins, const Request& request) {
  const bool complete = (request.username && request.password) || (request.authtype && request.credential);
  if (!complete || request.ephemeral) return;
  const auto replaced = [&](const Record& login) {
    return login.find("path") == request.path && (!request.username || login.find("username") == request.username);
  };
  std::erase_if(logins, replaced);
  auto login = LoginStore::login();
  const auto keep = [&](std::string_view key, const std::optional<std::string>& value) {
    if (value) login.add(key, *value);
  };
  keep("path", request.path);
  keep("username", request.username);
  keep("password", request.password);
  keep("authtype", request.authtype);
  keep("credential", request.credential);
  keep("password_expiry_utc", request.password_expiry_utc);
  keep("oauth_refresh_token", request.oauth_refresh_token);
  logins.insert(logins.begin(), std::move(login));
}

void erase_login(std::vector<Record>& logins, const Request& request) {
  std::erase_if(logins, [&](const Record& login) { return fits(request, login) && has_same_secret(request, login); });
}

}  // namespace jeton::git
