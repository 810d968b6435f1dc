#include <jeton/oauth.hpp>
#include <jeton/plugin.hpp>

/// Acme: RFC 6749 but for what is said below, each with the words of Acme's documentation as the reason.
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"client_credentials"};
constexpr Setting settings[] = {{.name = "tenant",
                                 .need = Setting::Need::required,
                                 .meaning = "the first part of the address at which Acme shows your account"}};
constexpr Hint hints[] = {{"client_id", "Where a person finds it, in the words that Acme's pages have for it."}};

class AcmeProvider final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "Acme", .grants = grants, .settings = settings, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    const auto host = profile.text("tenant") + ".acme.example";
    return Service{.token_url = profile.text("token_url", "https://" + host + "/oauth/token"),
                   .urls = {"https://git." + host},
                   .scope = "repository"};
  }

  // "Send your ID and secret in the body of the request."
  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    return oauth::token_request(client, grant, {.client_auth = oauth::ClientAuth::body});
  }

  // "The answer has the token and its lifetime, in seconds, as token and ttl": and no token_type.
  std::expected<TokenResponse, TokenError> token_response(const Client& /*client*/,
                                                          const HttpResponse& response) const override {
    return oauth::token_response(
        response,
        {.access_token = "token", .expires_in = "ttl", .presence = oauth::ResponseDialect::TokenType::optional});
  }
};

constexpr AcmeProvider provider;

}  // namespace

JETON_PLUGIN("acme", provider)
