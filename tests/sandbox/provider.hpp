#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "http_message.hpp"
#include "refresh_policy.hpp"

namespace jeton::sandbox {

struct Site;

/// How a token endpoint says no (RFC 6749 section 5.2, or what the provider does instead).
struct Refusal {
  int status;
  std::string_view error;
  std::string_view error_description;  ///< with what was wrong appended, where that is of help
};

struct Refusals {
  Refusal malformed;     ///< the body is not what the provider's document shows
  Refusal content_type;  ///< the body's media type is not
  Refusal client;        ///< client_id and client_secret are not a client's
  Refusal audience;
  Refusal grant_type;
};

enum class TokenFormat { jwt, opaque };

/// What the provider's answer calls the members of RFC 6749 section 5.1.
struct ResponseNames {
  std::string_view access_token = "access_token";
  std::string_view expires_in = "expires_in";
  std::string_view token_type = "token_type";
};

/// What a provider's document says about tokens for the client's own credentials.
struct ClientCredentials {
  std::string_view audience = {};  ///< required in the token request; empty: no such field there
  Refusals refusals = {};
  TokenFormat token_format = TokenFormat::opaque;
  std::optional<std::chrono::seconds> jwt_lifetime = {};  ///< exp less iat
  std::string_view scope = {};                            ///< empty: the answer names none
  std::string_view token_type = {};
};

/// One of the provider's OAuth endpoints.
struct Endpoint {
  std::string_view path;
  Response (*answer)(Site& site, const Request& request);
};

enum class ApiFormat {
  json,
  xml_unless_asked,  ///< JSON only for an Accept header that names it
};

/// A file to be written for the user. In `content`, @url@, @ip_url@, @dir@, @client_id@, @client_secret@, @audience@
/// and
/// @callback@ stand for this run's values, inside the quotes of a TOML or JSON string or bare.
struct FileTemplate {
  std::string_view name;
  std::string_view content;
};

/// A provider as its own document describes it: its endpoints, and data for those and for what all providers share.
struct Provider {
  std::string_view name;        ///< also the profile's name
  std::string_view grant;       ///< what the first token is had for, as grant_type names it
  std::string_view token_path;  ///< of the token endpoint
  std::span<const Endpoint> endpoints;
  ClientCredentials client_credentials = {};
  std::string_view accept = {};    ///< media type that every request has to accept; empty: any
  std::string_view api_path = {};  ///< of a call in the provider's document, which /api/ping answers; may be empty
  ApiFormat api_format = ApiFormat::json;

  std::size_t token_length = 40;    ///< of opaque access tokens
  std::chrono::seconds expires_in;  ///< as announced in the answer
  ResponseNames names = {};
  RefreshPolicy refresh_policy = RefreshPolicy::none;  ///< at the start

  std::string_view code_ending = {};           ///< of each authorization code
  std::string_view client_secret_ending = {};  ///< of the client's secret
  std::string_view callback_path = {};         ///< of the redirection URI that is registered; empty: none is

  std::string_view profile;       ///< template of its table in config.toml
  FileTemplate secret_file = {};  ///< what that refers to; without a name where it refers to none
};

extern const Provider clearstreet;
extern const Provider studyteam;
extern const Provider portfolios;
extern const Provider tradier;
extern const Provider clayton;
extern const Provider pkce;
extern const Provider device;

/// Every provider that the sandbox plays, in the order of their ports.
std::span<const Provider* const> providers();

}  // namespace jeton::sandbox
