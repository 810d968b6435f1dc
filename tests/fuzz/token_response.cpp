#include "fuzz.hpp"
#include "jeton/oauth.hpp"
#include "token/lifetime.hpp"

// The answer to a token request: the HTTP status in the first line, then the body. A token comes with a 2xx alone and
// has a type where the RFC wants one; its lifetime, if it is accepted, is at least a second and at most ten years.
void jeton::fuzz(std::string_view input) {
  const auto [status, body] = first_line(input);
  const HttpResponse response{
      .status = status == "200" ? 200 : 400, .headers = {{"Content-Type", "text/html; charset"}}, .body{body}};
  static const oauth::ResponseDialect rfc = {};
  static const oauth::ResponseDialect bent = {.access_token = "/data/token",
                                              .expires_in = "/data/0/lives",
                                              .token_type = "/data/type",
                                              .refresh_token = "/data/~0/~1",
                                              .scope = "/data/-",
                                              .presence = oauth::ResponseDialect::TokenType::optional,
                                              .errors = {{"fault", "/fault/text"}, {"/data/error", "words"}}};
  for (const auto* const dialect : {&rfc, &bent}) {
    const auto token = oauth::token_response(response, *dialect);
    if (!token) {
      must(token.error().kind == TokenError::Kind::refused ? !token.error().error.empty()
                                                           : !token.error().description.empty());
      continue;
    }
    must(response.status == 200 && (dialect == &bent || !token->token_type.empty()));
    const auto lives =
        lifetime({.expires_in = token->expires_in, .jwt = jwt_times(token->access_token)}, 1'700'000'000);
    must(lives ? lives->seconds >= 1 && lives->seconds <= 3653LL * 86400 : !lives.error().empty());
  }
}
