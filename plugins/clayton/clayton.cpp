#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// Clayton: a person copies the code from the page where they consent, and a refresh token does the rest.
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"authorization_code", "refresh_token"};
constexpr Setting settings[] = {
    {.name = "consent_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "what Clayton shows on the application's page; jeton login sends people there"},
    {.name = "redirect_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "the application's redirect URI, if it is not Clayton's own page"},
};

constexpr Hint hints[] = {{"client_id",
                           "Register an OAuth application at Clayton, with \"This is a native or CLI app\" checked. "
                           "\"Once registered, you'll receive client credentials (client ID and client secret).\""},
                          {"consent_url", "\"After the registration, edit your application to copy the consent URL.\""},
                          {"client_secret", "It came with the client ID, and \"cannot be retrieved later\"."}};

class Clayton final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "Clayton", .grants = grants, .settings = settings, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    return Service{.grant = GrantType::authorization_code,
                   .token_url = profile.text("token_url", "https://app.clayton.io/oauth2/token"),
                   .redirect_url = profile.text("redirect_url", "https://app.clayton.io/authorized"),
                   .urls = {"https://app.clayton.io"},
                   .scope = "workspace"};
  }

  // "After the registration, edit your application to copy the consent URL": the document does not say how it is made.
  std::expected<std::string, SettingError> authorization_url(const Client& client,
                                                             const AuthorizationRequest& /*request*/) const override {
    if (client.settings.has("consent_url")) return client.settings.text("consent_url");
    return std::unexpected(SettingError{"consent_url", "is missing; copy it from the application's page at Clayton"});
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    oauth::RequestDialect dialect{.client_auth = oauth::ClientAuth::body,
                                  .code = oauth::CodePlace::query};  // "--url …/oauth2/token?code=$AUTH_CODE"
    // The exchange of the code names the scope again; the refresh does not.
    if (std::holds_alternative<AuthorizationCode>(grant)) dialect.parameters = {{"scope", client.scope}};
    return oauth::token_request(client, grant, dialect);
  }
};

constexpr Clayton provider;

}  // namespace

JETON_PLUGIN("clayton", provider)
