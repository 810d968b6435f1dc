#include "base/text.hpp"
#include "config/secret.hpp"
#include "fuzz.hpp"
#include "jeton/oauth.hpp"

// A credentials file. What it has is sent, whichever way a request is written; what it says of the client is not sent
// twice.
void jeton::fuzz(std::string_view input) {
  Client client{.settings = {},
                .service = {},
                .client_id = {},
                .client_secret = {},
                .secrets = {},
                .audience = {},
                .scope = {},
                .headers = {},
                .parameters = {}};
  client.service.token_url = "https://a.example/token";
  try {
    take_credentials(std::string(input), "/home/me/credentials.json", {}, client);
  } catch (const Error& error) {
    return must(error.status() == Status::configuration && escaped(error.what()) == error.what());
  }
  for (const auto& parameter : client.parameters) {
    must(parameter.name != "client_id" && parameter.name != "client_secret" && parameter.name != "audience");
  }
  for (const auto format : {oauth::RequestFormat::form, oauth::RequestFormat::json}) {
    const auto request = oauth::token_request(client, ClientCredentials{}, {.format = format});
    must(request.url == client.service.token_url && !request.body.empty() && !request.body.contains('\n'));
  }
}
