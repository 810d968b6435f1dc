#include <array>

#include "client_credentials.hpp"
#include "provider.hpp"
#include "providers/auth0.hpp"
#include "token_endpoint.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;

constexpr std::array endpoints = {Endpoint{"/oauth/token", token_endpoint<client_credentials_grant>}};

}  // namespace

constinit const Provider clearstreet = {
    .name = "clearstreet",
    .grant = "client_credentials",
    .token_path = "/oauth/token",
    .endpoints = endpoints,
    .client_credentials =
        {
            .audience = "https://api.clearstreet.io",
            .refusals = auth0,
            .token_format = TokenFormat::jwt,
            .jwt_lifetime = 900s,
            .scope = "studio",
            .token_type = "Bearer",
        },
    .api_path = "/studio/v2/users",
    // The document's example announces 1440 (minutes, by the text beside it) for a JWT that lives 900 seconds.
    .expires_in = 1440s,
    .profile = R"([profile.clearstreet]
provider = "clearstreet"
credentials_file = "@dir@/clearstreet-api-sandbox.json"
token_url = "@url@/oauth/token"
urls = ["@url@", "@ip_url@"]
ca_file = "@dir@/ca.pem"
)",
    .secret_file = {"clearstreet-api-sandbox.json", R"({
"grant_type": "client_credentials",
"client_id": "@client_id@",
"client_secret": "@client_secret@",
"audience": "@audience@"
}
)"},
};

}  // namespace jeton::sandbox
