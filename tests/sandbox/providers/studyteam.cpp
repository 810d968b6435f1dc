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

constinit const Provider studyteam = {
    .name = "studyteam",
    .grant = "client_credentials",
    .token_path = "/oauth/token",
    .endpoints = endpoints,
    .client_credentials =
        {
            .audience = "https://api.studyteam.sandbox",
            .refusals = auth0,
            .token_format = TokenFormat::jwt,
            .jwt_lifetime = 900s,
            .token_type = "Bearer",
        },
    .api_path = "/api/something",
    .expires_in = 900s,
    .profile = R"([profile.studyteam]
provider = "studyteam"
base_url = "@url@"
audience = "@audience@"
urls = ["@url@", "@ip_url@"]
client_id = "@client_id@"
client_secret = { file = "@dir@/studyteam-secret" }
ca_file = "@dir@/ca.pem"
)",
    .secret_file = {"studyteam-secret", "@client_secret@\n"},
};

}  // namespace jeton::sandbox
