#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "jeton/oauth.hpp"
#include "jeton/plugin.hpp"

/// A provider that breaks where the profile's audience says.
namespace {

using namespace jeton;

constexpr std::string_view grants[] = {"client_credentials"};

void break_at(std::string_view place, std::string_view wanted) {
  if (!wanted.ends_with(place)) return;
  if (wanted.starts_with("throw")) throw std::runtime_error("broken\non purpose");
  if (wanted.starts_with("abort")) std::abort();
  if (wanted.starts_with("print")) {
    std::puts("password=printed-by-a-plugin");
    std::fflush(stdout);
  }
}

class Broken final : public Provider {
 public:
  Metadata metadata() const override {
    return {.version = "1.0", .summary = "breaks", .grants = grants, .settings = {}};
  }

  std::expected<Service, SettingError> service(const Settings& profile) const override {
    break_at("service", profile.text("audience"));
    return Service{.token_url = profile.text("token_url"), .audience = "a"};
  }

  HttpRequest token_request(const Client& client, const Grant& grant) const override {
    break_at("request", client.audience);
    auto to_send = client;
    to_send.audience = "https://api.clearstreet.io";
    return oauth::token_request(to_send, grant,
                                {.format = oauth::RequestFormat::json, .client_auth = oauth::ClientAuth::body});
  }

  std::expected<TokenResponse, TokenError> token_response(const Client& client,
                                                          const HttpResponse& response) const override {
    break_at("response", client.audience);
    return oauth::token_response(response, {});
  }
};

constexpr Broken provider;

}  // namespace

JETON_PLUGIN("broken", provider)
