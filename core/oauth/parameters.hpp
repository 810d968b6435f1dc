#pragma once

#include <string>
#include <string_view>

#include "jeton/oauth.hpp"

/// What the requests of RFC 6749 and its family have in common.
namespace jeton::oauth {

/// Sets the parameter, replacing one of the same name.
void set(Parameters& parameters, Parameter parameter);

/// The same, unless the value is empty.
void set_present(Parameters& parameters, std::string_view name, const std::string& value);

/// A scope as the provider writes it, from one that is separated by spaces.
std::string separated(const std::string& scope, std::string_view separator);

/// The URL with the parameters behind those that it already has (section 3.1).
std::string with_query(std::string url, const Parameters& query);

/// Who the client is (section 2.3), in the header or among the parameters.
void authenticate(HttpRequest& request, Parameters& parameters, const Client& client, ClientAuth client_auth);

/// Writes the parameters into the body, and the profile's headers over all others.
void complete(HttpRequest& request, const Parameters& parameters, const Client& client, RequestFormat format);

}  // namespace jeton::oauth
