#include <jeton/oauth.hpp>
#include <jeton/plugin.hpp>

/// GitLab, at gitlab.com or self-managed: a person consents in a browser, once.
///
/// docs.gitlab.com, "OAuth 2.0 identity provider API" [API].
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"authorization_code", "refresh_token"};
constexpr Setting settings[] = {
    {.name = "base_url", .kind = Setting::Kind::url, .meaning = "your GitLab, if it is not https://gitlab.com"},
    {.name = "redirect_url",
     .kind = Setting::Kind::url,
     .meaning = "the application's redirect URI; http://127.0.0.1:7171/ unless set"}};
constexpr Hint hints[] = {{"client_id",
                           "The Application ID of an application that you register at /user_settings/applications of "
                           "your GitLab, with the redirect URI http://127.0.0.1:7171/, without \"Confidential\", and "
                           "with the scopes read_repository and write_repository."}};

/// "PKCE … makes it possible to securely perform the OAuth exchange … without requiring access to the Client Secret at
/// all", so a secret is sent only where the profile has one: with "client_id=APP_ID&client_secret=APP_SECRET". [API]
oauth::RequestDialect dialect(const Client& client) {
  return {.client_auth = client.client_secret.empty() ? oauth::ClientAuth::none : oauth::ClientAuth::body};
}

class GitLab final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "GitLab", .grants = grants, .settings = settings, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    auto base_url = profile.text("base_url", "https://gitlab.com");
    while (base_url.ends_with('/')) base_url.pop_back();
    return Service{.grant = GrantType::authorization_code,
                   .token_url = profile.text("token_url", base_url + "/oauth/token"),
                   .authorization_url = base_url + "/oauth/authorize",
                   .revocation_url = base_url + "/oauth/revoke",
                   // "The redirect_uri must match the redirect_uri used in the original authorization request" [API],
                   // and that one the registered one, so the port is fixed.
                   .redirect_url = profile.text("redirect_url", "http://127.0.0.1:7171/"),
                   .pkce = Pkce::s256,
                   .urls = {base_url},
                   .scope = "read_repository write_repository",
                   .client_secret = Setting::Need::optional};
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    auto differences = dialect(client);
    // Unlike RFC 6749 section 6, a refresh has it as well: "grant_type=refresh_token&redirect_uri=REDIRECT_URI". [API]
    if (std::holds_alternative<RefreshToken>(grant)) {
      differences.parameters = {{"redirect_uri", client.service.redirect_url}};
    }
    return oauth::token_request(client, grant, differences);
  }

  HttpRequest revocation_request(const Client& client, const Revocation& revocation) const override {
    return oauth::revocation_request(client, revocation, dialect(client));
  }
};

constexpr GitLab provider;

}  // namespace

JETON_PLUGIN("gitlab", provider)
