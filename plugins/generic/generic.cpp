#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// Any provider of RFC 6749, and those that bend it: every difference that other providers have is a setting here.
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"client_credentials", "authorization_code", "device_code", "static"};
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
    {.name = "code_in_query",
     .kind = Setting::Kind::boolean,
     .meaning = "whether an authorization code goes into the token request's URL"},
    {.name = "response",
     .kind = Setting::Kind::table,
     .use = Setting::Use::kept,
     .choices = response_fields,
     .meaning = "what the answer's fields are called, or JSON pointers to them"},
    {.name = "scope_separator",
     .kind = Setting::Kind::choice,
     .choices = scope_separators,
     .meaning = "what stands between scopes in the request"},
    {.name = "authorization_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "where people consent, for authorization_code"},
    {.name = "device_authorization_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "where a device code is got, for device_code"},
    {.name = "refresh_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "where refresh tokens are used, if not at token_url"},
    {.name = "revocation_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "where jeton logout gives tokens up"},
    {.name = "redirect_url",
     .kind = Setting::Kind::url,
     .use = Setting::Use::kept,
     .meaning = "the registered callback; http://127.0.0.1/ with any free port unless set"},
    {.name = "pkce",
     .kind = Setting::Kind::boolean,
     .use = Setting::Use::kept,
     .meaning = "whether the authorization request has a code challenge (true unless set)"},
    {.name = "token", .kind = Setting::Kind::secret, .meaning = "the access token itself, for static"},
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

oauth::RequestDialect dialect(const Settings& profile) {
  return {.format = profile.text("request_format") == "json" ? oauth::RequestFormat::json : oauth::RequestFormat::form,
          .client_auth = client_auth(profile),
          .parameters = parameters(profile.table("parameters")),
          .query = parameters(profile.table("query")),
          .scope_separator = profile.text("scope_separator") == "," ? "," : " ",
          .code = profile.boolean("code_in_query", false) ? oauth::CodePlace::query : oauth::CodePlace::body};
}

GrantType grant(const Settings& profile) {
  const auto name = profile.text("grant");
  if (name == "authorization_code") return GrantType::authorization_code;
  if (name == "device_code") return GrantType::device_code;
  return name == "static" ? GrantType::static_token : GrantType::client_credentials;
}

/// Without which the grant does not work at all.
std::vector<const char*> needed_urls(GrantType grant) {
  switch (grant) {
    case GrantType::client_credentials: return {"token_url"};
    case GrantType::authorization_code: return {"authorization_url", "token_url"};
    case GrantType::device_code: return {"device_authorization_url", "token_url"};
    case GrantType::static_token: return {};
  }
  return {};
}

constexpr Hint hints[] = {
    {"grant",
     "What the document calls the flow: client_credentials for programs, authorization_code or device_code where a "
     "person consents; static for a token that you have already."},
    {"urls", "The addresses that you will use the token at: the API, the git host, the registry."},
    {"token_url", "The token endpoint in the provider's document on OAuth2; often it ends in /oauth/token or /token."},
    {"client_id", "What the provider gave when the application was registered there."},
    {"client_auth",
     "basic: in the header Authorization, as RFC 6749 has it; body: among the parameters; none: there is no secret."},
    {"scope", "What the document lists as scopes, separated by blanks."},
    {"client_secret", "It came with the client ID."},
    {"token", "The token itself, as the provider's website shows it."}};

class Generic final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0",
            .summary = "any RFC 6749 provider, by its settings",
            .grants = grants,
            .settings = settings,
            .hints = hints};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    if (!profile.has("urls")) return std::unexpected(SettingError{"urls", "is missing"});
    for (const auto* const url : needed_urls(grant(profile))) {
      if (!profile.has(url)) return std::unexpected(SettingError{url, "is missing"});
    }
    return Service{.grant = grant(profile),
                   .token_url = profile.text("token_url"),
                   .refresh_url = profile.text("refresh_url"),
                   .authorization_url = profile.text("authorization_url"),
                   .device_authorization_url = profile.text("device_authorization_url"),
                   .revocation_url = profile.text("revocation_url"),
                   .redirect_url = profile.text("redirect_url", "http://127.0.0.1/"),
                   .pkce = profile.boolean("pkce", true) ? Pkce::s256 : Pkce::off,
                   .client_secret = client_auth(profile) == oauth::ClientAuth::none ? Setting::Need::optional
                                                                                    : Setting::Need::required};
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    return oauth::token_request(client, grant, dialect(client.settings));
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
                                            .refresh_token = name("refresh_token"),
                                            .scope = name("scope"),
                                            .presence = oauth::ResponseDialect::TokenType::optional});
  }

  std::expected<std::string, SettingError> authorization_url(const Client& client,
                                                             const AuthorizationRequest& request) const override {
    return oauth::authorization_url(client, request, dialect(client.settings));
  }

  HttpRequest device_authorization_request(const Client& client) const override {
    return oauth::device_authorization_request(client, dialect(client.settings));
  }

  HttpRequest revocation_request(const Client& client, const Revocation& revocation) const override {
    return oauth::revocation_request(client, revocation, dialect(client.settings));
  }
};

constexpr Generic provider;

}  // namespace

JETON_PLUGIN("generic", provider)
