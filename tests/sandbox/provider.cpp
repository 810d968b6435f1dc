#include "provider.hpp"

#include <array>

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;

/// Clear Street and StudyTeam have their tokens from Auth0.
constexpr Refusals auth0 = {
    .malformed = {400, "invalid_request", ""},
    .content_type = {400, "invalid_request", "the content-type has to be application/json"},
    .client = {401, "access_denied", "Unauthorized"},
    .audience = {403, "access_denied", "Service not enabled within domain: "},
    .grant_type = {403, "unauthorized_client", "Grant type not allowed for the client: "},
};

constexpr Refusals rfc6749 = {
    .malformed = {400, "invalid_request", ""},
    .content_type = {415, "invalid_request", "the content-type has to be application/json"},
    .client = {401, "invalid_client", "client authentication failed"},
    .audience = {400, "invalid_request", "unknown audience: "},
    .grant_type = {400, "unsupported_grant_type", "only client_credentials, not "},
};

constexpr Provider clearstreet = {
    .name = "clearstreet",
    .token_path = "/oauth/token",
    .audience = "https://api.clearstreet.io",
    .accept = "",
    .refusals = auth0,
    .token_format = TokenFormat::jwt,
    // The document's example announces 1440 (minutes, by the text beside it) for a JWT that lives 900 seconds.
    .expires_in = 1440s,
    .jwt_lifetime = 900s,
    .scope = "studio",
    .token_type = "Bearer",
    .names = {},
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

constexpr Provider studyteam = {
    .name = "studyteam",
    .token_path = "/oauth/token",
    .audience = "https://api.studyteam.sandbox",
    .accept = "",
    .refusals = auth0,
    .token_format = TokenFormat::jwt,
    .expires_in = 900s,
    .jwt_lifetime = 900s,
    .scope = "",
    .token_type = "Bearer",
    .names = {},
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

constexpr Provider portfolios = {
    .name = "portfolios",
    .token_path = "/oauth/token",
    .audience = "",
    .accept = "application/json; version=1.0.0",
    .refusals = rfc6749,
    .token_format = TokenFormat::opaque,
    .expires_in = 86400s,
    .jwt_lifetime = std::nullopt,
    .scope = "",
    .token_type = "bearer",
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

constexpr std::array all = {clearstreet, studyteam, portfolios};

}  // namespace

std::span<const Provider> providers() {
  return all;
}

}  // namespace jeton::sandbox
