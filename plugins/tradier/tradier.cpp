#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// Tradier: a token that a person consents to and that lives for a day, or a personal access token from its settings.
namespace {

using namespace jeton;

constexpr std::string_view environments[] = {"production", "sandbox"};
constexpr std::string_view grants[] = {"authorization_code", "refresh_token", "static"};
constexpr Setting settings[] = {
    {.name = "environment",
     .kind = Setting::Kind::choice,
     .choices = environments,
     .meaning = "production, or sandbox with a personal access token"},
    {.name = "redirect_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "the callback registered with Tradier; on loopback, jeton login listens there"},
    {.name = "authorization_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "where people consent, if not at Tradier's"},
    {.name = "refresh_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "where a partner's refresh token is used, if not at Tradier's"},
    {.name = "token",
     .kind = Setting::Kind::secret,
     .meaning = "a personal access token from Tradier's API settings, instead of consent"},
};

constexpr Hint hints[] = {
    {"environment", {}},
    {"client_id",
     "The \"application client ID\" that Tradier gave for your application. Without an application, leave it out: then "
     "a personal access token is asked for."},
    {"redirect_url",
     "The callback that your application is registered with at Tradier. One on this machine, such as "
     "http://127.0.0.1:8123/callback, lets jeton login take the answer by itself."},
    {"client_secret", "The \"client secret\" that came with the application's client ID."},
    {"token", "The access token that Tradier's website shows among your account's API settings."}};

/// "Application client ID will serve as your username and the client secret the password", and the table of parameters
/// has grant_type and code alone. Where people consent, scopes are separated by commas; in the answer, by spaces.
oauth::RequestDialect dialect() {
  return {
      .client_auth = oauth::ClientAuth::basic, .scope_separator = ",", .redirect_uri = oauth::RedirectUri::left_out};
}

class Tradier final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "Tradier", .grants = grants, .settings = settings, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    const bool sandbox = profile.text("environment") == "sandbox";
    const bool is_application = profile.has("client_id") || profile.has("credentials_file");
    Service service{
        .token_url = profile.text("token_url", "https://api.tradier.com/v1/oauth/accesstoken"),
        .refresh_url = profile.text("refresh_url", "https://api.tradier.com/v1/oauth/refreshtoken"),
        .authorization_url = profile.text("authorization_url", "https://api.tradier.com/v1/oauth/authorize"),
        .redirect_url = profile.text("redirect_url"),
        .urls = {sandbox ? "https://sandbox.tradier.com" : "https://api.tradier.com"},
        .scope = "read write trade market stream",
        .api_headers = {{"Accept", "application/json"}}};  // the API answers XML unless it is asked
    service.grant =
        sandbox || profile.has("token") || !is_application ? GrantType::static_token : GrantType::authorization_code;
    return service;
  }

  std::expected<std::string, SettingError> authorization_url(const Client& client,
                                                             const AuthorizationRequest& request) const override {
    return oauth::authorization_url(client, request, dialect());
  }

  // The code samples beside the table send JSON, and not even valid one; the table says "Content-Type: Required,
  // application/x-www-form-urlencoded".
  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    return oauth::token_request(client, grant, dialect());
  }

  std::expected<TokenResponse, TokenError> token_response(const Client& /*client*/,
                                                          const HttpResponse& response) const override {
    // The documented answer has no token_type, and its token goes into "Authorization: Bearer".
    auto token = oauth::token_response(
        response, {.presence = oauth::ResponseDialect::TokenType::optional,
                   .errors = {{"ErrorCode", "Error"}, {"/fault/detail/errorcode", "/fault/faultstring"}}});
    if (!token && token.error().kind == TokenError::Kind::refused && response.status < 500) translate(token.error());
    return token;
  }

 private:
  /// The errors are Apigee's, which has the RFC's words for few of them.
  static void translate(TokenError& refusal) {
    if (refusal.error.contains("invalid_client") || refusal.error.contains("InvalidClient")) {
      refusal.error = "invalid_client";
    } else if (refusal.description.contains("Refresh Token") || refusal.description.contains("Authorization Code") ||
               refusal.error.contains("refresh_token")) {
      refusal.error = "invalid_grant";
    }
  }
};

constexpr Tradier provider;

}  // namespace

JETON_PLUGIN("tradier", provider)
