#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "form.hpp"
#include "grant.hpp"
#include "http_message.hpp"
#include "user_tokens.hpp"

namespace jeton::sandbox {

/// An error of section 5.2. Its status is 400, but for invalid_client, whose is 401.
Response oauth_error(std::string_view error, std::string_view error_description);

/// The form that the request brought; or what is wrong with the request, in words.
std::expected<Parameters, std::string> posted_form(const Request& request, const std::string& body);

/// As above, for endpoints that take no parameters in their URL either; the error is the answer.
std::expected<Parameters, Response> form_parameters(const Request& request, const std::string& body);

/// Nothing if the request is from the client, as section 2.3.1 says: with Basic, both parts form-encoded. If not, the
/// answer.
std::optional<Response> refuse_other_clients(const Client& client, const Request& request);

/// A successful answer (section 5.1).
Grant bearer_grant(const UserTokens& tokens);

/// Answers a refreshing request (section 6), whose client is known.
std::expected<Grant, Response> refresh_grant(Site& site, const Parameters& parameters);

/// Whether `scope` is one or more tokens of the characters that section 3.3 allows, with single spaces between them.
bool is_scope(std::string_view scope);

}  // namespace jeton::sandbox
