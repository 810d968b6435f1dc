#include <array>

#include "client_credentials.hpp"
#include "provider.hpp"
#include "token_endpoint.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;

constexpr Refusals rfc6749 = {
    .malformed = {400, "invalid_request", ""},
    .content_type = {415, "invalid_request", "the content-type has to be application/json"},
    .client = {401, "invalid_client", "client authentication failed"},
    .audience = {400, "invalid_request", "unknown audience: "},
    .grant_type = {400, "unsupported_grant_type", "only client_credentials, not "},
};

constexpr std::array endpoints = {Endpoint{"/oauth/token", token_endpoint<client_credentials_grant>}};

}  // namespace

constinit const Provider portfolios = {
    .name = "portfolios",
    .grant = "client_credentials",
    .token_path = "/oauth/token",
    .endpoints = endpoints,
    .client_credentials =
        {
            .refusals = rfc6749,
            .token_type = "bearer",
        },
    .accept = "application/json; version=1.0.0",
    .api_path = "/model-portfolios",
    .expires_in = 86400s,
    // The document's own spelling, with the third t.
    .names = {.access_token = "accessTtoken", .expires_in = "expiresIn", .token_type = "tokenType"},
    .profile = R"([profile.portfolios]
provider = "generic"
token_url = "@url@/oauth/token"
request_format = "json"
client_auth = "body"
request_headers = { Accept = "application/json; version=1.0.0" }
headers = { Accept = "application/json; version=1.0.0" }
response = { access_token = "accessTtoken", expires_in = "expiresIn", token_type = "tokenType" }
urls = ["@url@", "@ip_url@"]
client_id = "@client_id@"
client_secret = { file = "@dir@/portfolios-secret" }
ca_file = "@dir@/ca.pem"
)",
    .secret_file = {"portfolios-secret", "@client_secret@\n"},
};

}  // namespace jeton::sandbox
