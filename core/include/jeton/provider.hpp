#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jeton/http.hpp"
#include "jeton/settings.hpp"

namespace jeton {

/// What a plugin says of itself. Everything it points to must live as long as the plugin.
struct Metadata {
  std::string_view version;
  std::string_view summary;  ///< one line for `jeton plugins`
  std::span<const std::string_view> grants;
  std::span<const Setting> settings;  ///< beside those that every profile has
};

/// What a profile's settings amount to.
struct Service {
  std::string token_url;          ///< RFC 6749 section 3.2
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
  std::string client_id;
  std::string client_secret;
  std::string audience;
  std::string scope;      ///< separated by spaces
  Headers headers;        ///< of the token request, from the profile
  Parameters parameters;  ///< what a credentials file has beyond the fields above; all of it goes into the request
};

/// RFC 6749 section 4.4.
struct ClientCredentials {};

/// What stands for the resource owner's consent in a token request.
using Grant = std::variant<ClientCredentials>;

/// A successful answer (RFC 6749 section 5.1), in whichever words the provider has for it.
struct TokenResponse {
  std::string access_token;
  std::string token_type;            ///< as sent; empty where the provider sends none
  std::optional<double> expires_in;  ///< the number as sent; seconds unless the profile says otherwise
  std::string scope;                 ///< empty: as requested
};

/// An answer that is no token.
struct TokenError {
  enum class Kind {
    refused,  ///< the provider said no (RFC 6749 section 5.2): `error` is its code
    unusable  ///< the answer is not what the RFC or the provider's document says
  };
  Kind kind = Kind::unusable;
  std::string error = {};
  std::string description = {};  ///< the provider's words, or ours; it may hold anything, so it is escaped when shown
};

/// A provider turns values into values. It has no state and gets no file, clock, network or store; it may be called
/// from anywhere, any number of times, and the same arguments give the same result. A std::exception that it throws
/// costs the profile an error and nobody else anything.
class Provider {
 public:
  virtual Metadata metadata() const = 0;
  virtual std::expected<Service, SettingError> service(const Settings& settings) const = 0;
  virtual HttpRequest token_request(const Client& client, const Grant& grant) const = 0;
  virtual std::expected<TokenResponse, TokenError> token_response(const Client& client,
                                                                  const HttpResponse& response) const = 0;

 protected:
  ~Provider() = default;  // nobody deletes across the border
};

}  // namespace jeton
