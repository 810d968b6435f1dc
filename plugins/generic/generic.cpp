#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// Any provider of RFC 6749, and those that bend it: every difference that other providers have is a setting here.
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"client_credentials"};
constexpr std::string_view request_formats[] = {"form", "json"};
constexpr std::string_view client_auths[] = {"basic", "basic_raw", "body", "none"};
constexpr std::string_view scope_separators[] = {" ", ","};
constexpr std::string_view response_fields[] = {"access_token", "expires_in", "token_type", "refresh_token", "scope"};

constexpr Setting settings[] = {
    {.name = "grant", .kind = Setting::Kind::choice, .choices = grants, .meaning = "how a token is got"},
    {.name = "request_format",
     .kind = Setting::Kind::choice,
     .choices = request_formats,
     .meaning = "how the token request's body is written"},
    {.name = "client_auth",
     .kind = Setting::Kind::choice,
     .choices = client_auths,
     .meaning = "where the client's id and secret go"},
    {.name = "parameters", .kind = Setting::Kind::table, .meaning = "fixed parameters of the token request's body"},
    {.name = "query", .kind = Setting::Kind::table, .meaning = "fixed parameters of the token request's URL"},
    {.name = "response",
     .kind = Setting::Kind::table,
     .use = Setting::Use::kept,
     .choices = response_fields,
     .meaning = "what the answer's fields are called, or JSON pointers to them"},
    {.name = "scope_separator",
     .kind = Setting::Kind::choice,
     .choices = scope_separators,
     .meaning = "what stands between scopes in the request"},
};

Parameters parameters(const Settings::Table& table) {
  Parameters out;
  for (const auto& [name, value] : table) out.push_back({name, value});
  return out;
}

oauth::ClientAuth client_auth(const Settings& profile) {
  const auto name = profile.text("client_auth", "basic");
  if (name == "basic_raw") return oauth::ClientAuth::basic_raw;
  if (name == "body") return oauth::ClientAuth::body;
  if (name == "none") return oauth::ClientAuth::none;
  return oauth::ClientAuth::basic;
}

class Generic final : public Provider {
 public:
  Metadata metadata() const override {
    return {
        .version = "1.0", .summary = "any RFC 6749 provider, by its settings", .grants = grants, .settings = settings};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    if (!profile.has("token_url")) return std::unexpected(SettingError{"token_url", "is missing"});
    if (!profile.has("urls")) return std::unexpected(SettingError{"urls", "is missing"});
    return Service{.token_url = profile.text("token_url"),
                   .client_secret = client_auth(profile) == oauth::ClientAuth::none ? Setting::Need::optional
                                                                                    : Setting::Need::required};
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    const auto& profile = client.settings;
    const auto scope_separator = profile.text("scope_separator", " ");
    return oauth::token_request(
        client, grant,
        {.format = profile.text("request_format") == "json" ? oauth::RequestFormat::json : oauth::RequestFormat::form,
         .client_auth = client_auth(profile),
         .parameters = parameters(profile.table("parameters")),
         .query = parameters(profile.table("query")),
         .scope_separator = scope_separator});
  }

  std::expected<TokenResponse, TokenError> token_response(const Client& client,
                                                          const HttpResponse& response) const override {
    const auto names = client.settings.table("response");
    const auto name = [&](const char* field) {
      const auto found = names.find(field);
      return found == names.end() ? std::string() : found->second;
    };
    // Section 5.1 requires token_type, yet providers leave it out. One who writes a profile for such a provider has
    // decided to use its answer as a bearer token; a type that is there and unknown is refused all the same.
    return oauth::token_response(response, {.access_token = name("access_token"),
                                            .expires_in = name("expires_in"),
                                            .token_type = name("token_type"),
                                            .scope = name("scope"),
                                            .presence = oauth::ResponseDialect::TokenType::optional});
  }
};

constexpr Generic provider;

}  // namespace

JETON_PLUGIN("generic", provider)
