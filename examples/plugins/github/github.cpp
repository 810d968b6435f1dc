#include <jeton/oauth.hpp>
#include <jeton/plugin.hpp>

/// GitHub, for a GitHub App by its device flow: on behalf of a person, eight hours at a time. It differs from RFC 6749
/// and RFC 8628 in its answers alone.
///
/// docs.github.com, "Generating a user access token for a GitHub App" [Generating], "Refreshing user access tokens"
/// [Refreshing] and "Troubleshooting OAuth app access token request errors" [Troubleshooting].
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"device_code", "refresh_token"};
constexpr Hint hints[] = {
    {"client_id",
     "\"You can find the client ID on the settings page for your app\"; it \"is different from the app ID\". \"Before "
     "you can use the device flow, you must first enable it in your app's settings.\""}};

/// Their codes that have one of the RFCs' in the same place. With those, jeton knows that a login is needed.
constexpr std::pair<std::string_view, const char*> codes[] = {
    {"incorrect_client_credentials", "invalid_client"},
    {"incorrect_device_code", "invalid_grant"},  // "The device_code provided is not valid." [Generating]
    {"bad_verification_code", "invalid_grant"},  // "The code passed is incorrect or expired." [Troubleshooting]
    {"bad_refresh_token", "invalid_grant"},      // sent, though on none of the pages
    {"token_expired", "expired_token"}};         // so the text of the table; its first column has the RFC's

class GitHub final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "GitHub, for a GitHub App", .grants = grants, .settings = {}, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    return Service{.grant = GrantType::device_code,
                   .token_url = profile.text("token_url", "https://github.com/login/oauth/access_token"),
                   .device_authorization_url = "https://github.com/login/device/code",
                   .urls = {"https://github.com", "https://api.github.com"},
                   // "Required unless the user access token was generated using the device flow." [Refreshing]
                   .client_secret = Setting::Need::optional};
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    return oauth::token_request(client, grant, {.client_auth = oauth::ClientAuth::none});
  }

  HttpRequest device_authorization_request(const Client& client) const override {
    return oauth::device_authorization_request(client, {.client_auth = oauth::ClientAuth::none});
  }

  // "GitHub will respond with a 200 status and an error" [Generating], which oauth::token_response() sees.
  std::expected<TokenResponse, TokenError> token_response(const Client& /*client*/,
                                                          const HttpResponse& response) const override {
    auto token = oauth::token_response(response, {});
    if (token) return token;
    for (const auto& [theirs, rfc] : codes) {
      if (token.error().error == theirs) {
        token.error().error = rfc;
        break;
      }
    }
    return token;
  }
};

constexpr GitHub provider;

}  // namespace

JETON_PLUGIN("github", provider)
