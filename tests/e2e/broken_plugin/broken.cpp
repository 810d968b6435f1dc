#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string_view>

#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// A provider that breaks where the profile's audience says, or the variables BROKEN_METADATA and BROKEN_RESPONSE.
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"client_credentials", "authorization_code"};
constexpr Setting settings[] = {
    {.name = "authorization_url", .kind = Setting::Kind::url, .meaning = "a person consents there, if it is set"}};

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

void break_at(std::string_view place, std::string_view wanted) {
  if (!wanted.ends_with(place)) return;
  if (wanted.starts_with("throw")) throw std::runtime_error("broken\non purpose");
  if (wanted.starts_with("abort")) std::abort();
  if (wanted.starts_with("exit")) std::exit(0);
  if (wanted.starts_with("vanish")) ::_exit(0);
  while (wanted.starts_with("hang")) ::pause();
  if (wanted.starts_with("print")) {
    std::puts("password=printed-by-a-plugin");
    std::fflush(stdout);
  }
}

constexpr std::size_t hundred_million = 100'000'000;

void spoil(HttpRequest& request, std::string_view wanted) {
  if (wanted == "empty request") request.url.clear();
  if (wanted == "foreign request") request.url = "http://provider.example/token";
  if (wanted == "split request") request.headers.push_back({"X-A", "b\r\nX-C: d"});
  if (wanted == "steer request") request.body += "\x1b[2J";
  if (wanted == "remember request") {
    static int times = 0;
    if (times++ > 0) request.headers.push_back({"X-Times", std::to_string(times)});
  }
  if (wanted == "huge request") request.body.assign(hundred_million, 'x');
}

void spoil(TokenResponse& response, std::string_view wanted) {
  if (wanted == "quote response") response.access_token = "a\"b";
  if (wanted == "lines response") response.access_token = "a\nquit=1";
  if (wanted == "huge response") response.access_token.assign(hundred_million, 'x');
  if (wanted == "heavy response") response.refresh_token.assign(hundred_million, 'x');
  if (wanted == "negative response") response.expires_in = -1e300;
  if (wanted == "nan response") response.expires_in = std::numeric_limits<double>::quiet_NaN();
  if (wanted == "endless response") {
    response.access_token = "abc";  // in which nothing says otherwise
    response.expires_in = std::numeric_limits<double>::infinity();
  }
}

class Broken final : public Provider {
 public:
  Metadata metadata() const override {
    break_at("metadata", variable("BROKEN_METADATA"));
    return {.version = "1.0", .summary = "breaks", .grants = grants, .settings = settings};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    break_at("service", profile.text("audience"));
    if (profile.has("authorization_url")) {
      return Service{.grant = GrantType::authorization_code,
                     .token_url = profile.text("token_url"),
                     .authorization_url = profile.text("authorization_url"),
                     .redirect_url = "http://127.0.0.1/",
                     .pkce = Pkce::s256};
    }
    return Service{.token_url = profile.text("token_url"), .audience = "a"};
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    break_at("request", client.audience);
    if (client.settings.has("authorization_url")) return oauth::token_request(client, grant, {});
    auto to_send = client;
    to_send.audience = "https://api.clearstreet.io";
    auto request = oauth::token_request(to_send, grant,
                                        {.format = oauth::RequestFormat::json, .client_auth = oauth::ClientAuth::body});
    spoil(request, client.audience);
    return request;
  }

  std::expected<TokenResponse, TokenError> token_response(const Client& client,
                                                          const HttpResponse& response) const override {
    break_at("response", client.audience);
    break_at("response", variable("BROKEN_RESPONSE"));
    auto answer = oauth::token_response(response, {});
    if (answer) spoil(*answer, client.audience);
    return answer;
  }
};

constexpr Broken provider;

}  // namespace

JETON_PLUGIN("broken", provider)
