#include <jeton/oauth.hpp>
#include <jeton/plugin.hpp>

/// Azure DevOps, for a service principal of Microsoft Entra ID. It differs from RFC 6749 in its request alone.
///
/// learn.microsoft.com, "Microsoft identity platform and the OAuth 2.0 client credentials flow" [Entra] and "Use
/// service principals & managed identities in Azure DevOps" [DevOps].
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"client_credentials"};
constexpr Setting settings[] = {
    {.name = "tenant",
     .need = Setting::Need::required,
     .meaning = "the directory (tenant) ID of the application's registration, or its domain name"},
    {.name = "organization",
     .need = Setting::Need::required,
     .use = Setting::Use::kept,
     .meaning = "the organization's name, as in https://dev.azure.com/NAME"}};
constexpr Hint hints[] = {
    {"tenant", "\"Directory (tenant) ID\" on the application's page in the Microsoft Entra admin center."},
    {"client_id", "\"Application (client) ID\" on the same page."},
    {"client_secret", "The value, not the ID, of a secret below \"Certificates & secrets\"."}};

class AzureDevOps final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "Azure DevOps", .grants = grants, .settings = settings, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    // "POST /{tenant}/oauth2/v2.0/token" at login.microsoftonline.com. [Entra]
    const auto tenant = profile.text("tenant");
    if (tenant.contains('/'))
      return std::unexpected(SettingError{"tenant", "is an ID or a domain name, without a slash"});
    return Service{
        .token_url = profile.text("token_url", "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token"),
        .urls = {"https://dev.azure.com/" + profile.text("organization")},
        // "The value passed for the scope parameter in this request should be the resource identifier … affixed with
        // the .default suffix" [Entra]; "the Azure DevOps resource ID: 499b84ac-1321-427f-aa17-267ca6975798". [DevOps]
        .scope = "499b84ac-1321-427f-aa17-267ca6975798/.default"};
  }

  // All of its samples have client_id and client_secret in the body; Basic "is also supported". [Entra]
  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    return oauth::token_request(client, grant, {.client_auth = oauth::ClientAuth::body});
  }
};

constexpr AzureDevOps provider;

}  // namespace

JETON_PLUGIN("azure-devops", provider)
