#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

namespace jeton::sandbox {

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

/// A file to be written for the user. In `content`, @url@, @ip_url@, @dir@, @client_id@, @client_secret@ and @audience@
/// stand for this run's values, inside the quotes of a TOML or JSON string or bare.
struct FileTemplate {
  std::string_view name;
  std::string_view content;
};

/// A provider as its own document describes it: data for the endpoints, which are the same for all.
struct Provider {
  std::string_view name;        ///< also the profile's name
  std::string_view token_path;  ///< of the token endpoint
  std::string_view audience;    ///< required in the token request; empty: no such field there
  std::string_view accept;      ///< media type that every request has to accept; empty: any
  Refusals refusals;

  TokenFormat token_format;
  std::chrono::seconds expires_in;                   ///< as announced in the answer
  std::optional<std::chrono::seconds> jwt_lifetime;  ///< exp less iat
  std::string_view scope;                            ///< empty: the answer names none
  std::string_view token_type;
  ResponseNames names;

  std::string_view profile;  ///< template of its table in config.toml
  FileTemplate secret_file;  ///< what that refers to
};

/// Every provider that the sandbox plays, in the order of their ports.
std::span<const Provider> providers();

}  // namespace jeton::sandbox
