#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace jeton {

/// What one login sends to the authorization endpoint, and by which its answer is known (RFC 6749 section 4.1.1).
struct Authorization {
  std::string state;                 ///< empty: the provider takes none
  std::string code_verifier;         ///< RFC 7636; empty without PKCE
  std::string code_challenge;        ///< S256
  std::vector<std::string> origins;  ///< `https://host[:port]` of the provider's endpoints: who an issuer may be
};

/// New random values.
std::string random_token();
/// RFC 7636 section 4.2.
std::string s256(std::string_view code_verifier);

/// What the provider sent the browser back with (section 4.1.2): a code, or an error and perhaps words for it.
struct AuthorizationResponse {
  std::string code;
  std::string error;
  std::string error_description;
};

/// Reads the query of a redirect. The error is the end of a sentence about the address, for people: it belongs to
/// another login (its state), comes from another provider (RFC 9207), or is no answer at all.
std::expected<AuthorizationResponse, std::string> read_redirect(std::string_view query, const Authorization& login);

/// Reads what a person pasted: the whole redirected address, or the code alone.
std::expected<AuthorizationResponse, std::string> read_pasted(std::string_view text, const Authorization& login);

/// `https://host[:port]` of a URL; empty for what is none.
std::string origin_of(const std::string& url);

}  // namespace jeton
