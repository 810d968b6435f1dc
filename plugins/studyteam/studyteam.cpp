#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// StudyTeam. "The request body should contain a JSON payload with four fields": client id, secret, audience and grant
/// type. The document names no host, and every value differs by environment, so the profile says them all.
namespace {

using namespace jeton;

constexpr std::string_view environments[] = {"production", "staging"};
constexpr std::string_view grants[] = {"client_credentials"};
constexpr Setting settings[] = {{.name = "base_url",
                                 .kind = Setting::Kind::url,
                                 .need = Setting::Need::required,
                                 .meaning = "where /oauth/token is, as StudyTeam gave it"},
                                {.name = "environment",
                                 .kind = Setting::Kind::choice,
                                 .choices = environments,
                                 .meaning = "production or staging"}};

constexpr Hint hints[] = {
    {"environment", "\"You will be provided a separate set of client credentials for each environment.\""},
    {"base_url", "StudyTeam gives it for each environment (staging and production); /oauth/token is below it."},
    {"audience", "\"An identifier designating the requested API. Will be provided to you.\""},
    {"urls", "The API's own address, without the token's: what you will call with it."},
    {"client_id",
     "\"Like a username, but for a machine user. Will be provided to you\", another one for each environment."},
    {"client_secret", "\"Like a password, but for a machine user. Will be provided to you.\""}};

class StudyTeam final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "StudyTeam", .grants = grants, .settings = settings, .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    // "Will be provided to you": there is no default to fall back to, and one environment's would be wrong in another.
    if (!profile.has("audience")) return std::unexpected(SettingError{"audience", "is missing"});
    if (!profile.has("urls")) return std::unexpected(SettingError{"urls", "is missing"});
    auto base_url = profile.text("base_url");
    while (base_url.ends_with('/')) base_url.pop_back();
    return Service{.token_url = profile.text("token_url", base_url + "/oauth/token")};
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    return oauth::token_request(client, grant,
                                {.format = oauth::RequestFormat::json, .client_auth = oauth::ClientAuth::body});
  }
};

constexpr StudyTeam provider;

}  // namespace

JETON_PLUGIN("studyteam", provider)
