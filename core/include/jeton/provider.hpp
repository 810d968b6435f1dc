#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jeton/http.hpp"
#include "jeton/settings.hpp"

namespace jeton {

/// Where a person finds what goes into a key of the profile, in the provider's own words.
struct Hint {
  std::string_view key;    ///< one of the plugin's own, or one that every profile has
  std::string_view where;  ///< sentences
};

/// What a plugin says of itself. Everything it points to must live as long as the plugin.
struct Metadata {
  std::string_view version;  ///< the plugin's own, for people
  std::string_view summary;  ///< one line for `jeton plugins`
  /// `client_credentials`, `authorization_code`, `device_code`, `static`; and `refresh_token` where the provider gives
  /// one.
  std::span<const std::string_view> grants;
  std::span<const Setting> settings;  ///< beside those that every profile has
  /// What `jeton add` asks for, in this order, as far as it is of use. A key that turns out to be missing and is not
  /// among these is asked for as well.
  std::span<const Hint> hints = {};
};

/// How a profile's tokens are got.
enum class GrantType {
  client_credentials,  ///< RFC 6749 section 4.4: whenever one is needed
  authorization_code,  ///< section 4.1: a person consents in a browser
  device_code,         ///< RFC 8628: a person consents on another device
  static_token         ///< the secret `token` of the profile is the access token
};

/// Proof key for code exchange (RFC 7636): whether an authorization request has a challenge, and by which method.
enum class Pkce { off, s256 };

/// What a profile's settings amount to. Endpoints are https URLs, or http ones on loopback.
struct Service {
  GrantType grant = GrantType::client_credentials;
  std::string token_url;                 ///< RFC 6749 section 3.2
  std::string refresh_url;               ///< where a refresh token is used; empty: at token_url
  std::string authorization_url;         ///< section 3.1
  std::string device_authorization_url;  ///< RFC 8628 section 3.1
  std::string revocation_url;            ///< RFC 7009; empty where there is none
  std::string redirect_url;       ///< RFC 6749 section 3.1.2; on loopback without a port: any free one (RFC 8252)
  Pkce pkce = Pkce::off;          ///< RFC 7636
  std::vector<std::string> urls;  ///< what the token may be sent to, where the profile does not say
  std::string audience;           ///< the provider's default, empty for none
  std::string scope;              ///< the provider's default, separated by spaces, empty for none
  Setting::Need client_secret = Setting::Need::required;  ///< optional for a public client
  Headers api_headers;                                    ///< what the API wants with every call, beside Authorization
  std::optional<std::int64_t> max_age;  ///< seconds that no token of this provider outlives, whatever its answer says
};

/// A setting that no service can be made of: the key, and what is wrong with it, as the end of a sentence.
struct SettingError {
  std::string key;
  std::string message;
};

/// A parameter of a token request. `json` is set for one that came as JSON other than a string (a number, say); it
/// then stands in a JSON body as it came, while `value` is its text for every other place.
struct Parameter {
  std::string name;
  std::string value;
  std::string json = {};
  bool operator==(const Parameter&) const = default;
};
using Parameters = std::vector<Parameter>;

/// The application's side of a token request: the profile, with every secret read.
struct Client {
  Settings settings;
  Service service;
  std::string client_id;                       ///< RFC 6749 section 2.2
  std::string client_secret;                   ///< section 2.3.1; empty where the profile has none
  std::map<std::string, std::string> secrets;  ///< the plugin's own settings of Kind::secret
  std::string audience;                        ///< the profile's or the credentials file's, else the service's
  std::string scope;                           ///< likewise; separated by spaces (section 3.3)
  Headers headers;                             ///< of the token request, from the profile
  Parameters parameters;  ///< what a credentials file has beyond the fields above; all of it goes into the request
};

/// RFC 6749 section 4.4: the client's own credentials are all there is.
struct ClientCredentials {};

/// Section 4.1.3. `redirect_url` is the one of the authorization request, `code_verifier` empty without PKCE.
struct AuthorizationCode {
  std::string code;
  std::string redirect_url;
  std::string code_verifier;
};

/// RFC 8628 section 3.4.
struct DeviceCode {
  std::string device_code;
};

/// RFC 6749 section 6.
struct RefreshToken {
  std::string refresh_token;
};

/// What stands for the resource owner's consent in a token request.
using Grant = std::variant<ClientCredentials, AuthorizationCode, DeviceCode, RefreshToken>;

/// What a person is sent to the authorization endpoint with (RFC 6749 section 4.1.1).
struct AuthorizationRequest {
  std::string redirect_url;
  std::string state;           ///< random (section 10.12); the host looks whether it comes back
  std::string code_challenge;  ///< S256 (RFC 7636 section 4.2); empty without PKCE
};

/// Where a person enters which code (RFC 8628 section 3.2). Times are in seconds.
struct DeviceAuthorization {
  std::string device_code;                ///< goes into the token requests
  std::string user_code;                  ///< shown to the person
  std::string verification_url;           ///< where it is to be entered
  std::string verification_url_complete;  ///< has the code in it; empty where the provider has none
  std::int64_t expires_in = 0;
  std::int64_t interval = 5;  ///< the least time between two token requests
};

/// A token to be given up (RFC 7009 section 2.1).
struct Revocation {
  std::string token;
  std::string token_type_hint;  ///< `access_token` or `refresh_token`
};

/// A successful answer (RFC 6749 section 5.1), in whichever words the provider has for it.
struct TokenResponse {
  std::string access_token;          ///< section 1.4
  std::string token_type;            ///< section 7.1, as sent; empty where the provider sends none
  std::optional<double> expires_in;  ///< the number as sent; seconds unless the profile says otherwise
  std::string refresh_token;         ///< empty: none came, and one that was used stays good (section 6)
  std::string scope;                 ///< empty: as requested
};

/// An answer that is no token.
struct TokenError {
  enum class Kind {
    refused,  ///< the provider said no (RFC 6749 section 5.2): `error` is its code
    unusable  ///< the answer is not what the RFC or the provider's document says
  };
  Kind kind = Kind::unusable;
  /// Of the RFCs' codes the host knows what to do: `invalid_grant` costs a login, `authorization_pending` and
  /// `slow_down` (RFC 8628 section 3.5) ask for patience. A plugin puts them in its provider's codes' place.
  std::string error = {};
  std::string description = {};    ///< the provider's words, or ours; it may hold anything, so it is escaped when shown
  std::string refresh_token = {};  ///< one that came with an answer that is otherwise unusable: it must not be lost
};

/// A provider turns values into values. It has no state and gets no file, clock, network or store; it may be called
/// from anywhere, any number of times, and the same arguments give the same result. A std::exception that it throws
/// costs the profile an error and nobody else anything.
class Provider {
 public:
  virtual Metadata metadata() const = 0;

  /// What a profile's settings come to, or the one that is missing or makes no sense beside the others.
  virtual std::expected<Service, SettingError> service(const Settings& settings) const = 0;

  /// What follows does as the RFCs say, unless a provider differs and has its own: see jeton/oauth.hpp.

  /// The token request for a grant. The host also asks for it with an empty grant, and compares what would be sent.
  virtual HttpRequest token_request(const Client& client, const Grant& grant) const;
  /// Reads the answer to a token request, whatever its status.
  virtual std::expected<TokenResponse, TokenError> token_response(const Client& client,
                                                                  const HttpResponse& response) const;

  /// For grants that a person consents to: the address that they are sent to, or the setting without which there is
  /// none.
  virtual std::expected<std::string, SettingError> authorization_url(const Client& client,
                                                                     const AuthorizationRequest& request) const;
  /// What a device code is asked for with, and what comes of it.
  virtual HttpRequest device_authorization_request(const Client& client) const;
  virtual std::expected<DeviceAuthorization, TokenError> device_authorization_response(
      const Client& client, const HttpResponse& response) const;
  /// Asked for where the service has a revocation_url. The answer means nothing.
  virtual HttpRequest revocation_request(const Client& client, const Revocation& revocation) const;

 protected:
  ~Provider() = default;  // nobody deletes across the border
};

}  // namespace jeton
