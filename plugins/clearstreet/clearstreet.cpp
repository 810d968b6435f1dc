#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// Clear Street Studio. Its "Download JSON" file is the body of the token request, so the client authenticates inside
/// a JSON body, with the audience beside it.
///
/// The document names three lifetimes for one token: 24 hours in prose, expires_in 1440, and 900 seconds in the sample
/// JWT. The host counts the earliest of expires_in and the JWT's exp, so nothing is to be said here.
namespace {

using namespace jeton;

constexpr std::string_view environments[] = {"production", "sandbox"};
constexpr std::string_view grants[] = {"client_credentials"};
constexpr Setting settings[] = {{.name = "environment",
                                 .kind = Setting::Kind::choice,
                                 .choices = environments,
                                 .meaning = "production or sandbox"}};

constexpr Hint hints[] = {
    {"environment", "\"Sandbox credentials will not apply in the Production environment and vice versa.\""},
    {"credentials_file",
     "Sign into Studio, click Settings on the lower left and then the Developer tab, enter a description, click "
     "\"Create OAuth2 API Credentials\", then \"Download JSON\". The file may also stay out: then the ID and secret "
     "that the same popup shows are asked for."},
    {"client_id",
     "The \"randomly generated ID\" in the popup that Studio shows after \"Create OAuth2 API Credentials\"."},
    {"client_secret", "The secret in the same popup. If it is lost, revoke the credentials and create new ones."}};

class ClearStreet final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "Clear Street Studio", .grants = grants, .settings = settings, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    Service service{.token_url = profile.text("token_url", "https://auth.clearstreet.io/oauth/token"),
                    .urls = {"https://api.clearstreet.io"},
                    .audience = "https://api.clearstreet.io"};
    if (profile.text("environment", "production") == "sandbox") {
      // "Sandbox credentials will not apply in the Production environment": the document gives production's token
      // endpoint alone, and a sandbox secret must not be sent there.
      if (!profile.has("token_url")) {
        return std::unexpected(
            SettingError{"token_url", "is missing; Clear Street gives the sandbox's with its access"});
      }
      service.urls = {"https://sandbox-api.clearstreet.io"};
    }
    return service;
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    return oauth::token_request(client, grant,
                                {.format = oauth::RequestFormat::json, .client_auth = oauth::ClientAuth::body});
  }
};

constexpr ClearStreet provider;

}  // namespace

JETON_PLUGIN("clearstreet", provider)
