#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jeton/http.hpp"

/// Exchanges with a provider as text files: what a profile says, what must be sent for it, what comes back and what
/// must be made of that.
///
///     # A comment: where this is documented.
///     [profile]
///     provider = tradier
///     [client]
///     client_id = abc
///     client_secret = xyz
///     [grant]
///     authorization_code
///     code = PRpnf1o7
///     [request]
///     POST https://auth.example/oauth/token
///     Accept: application/json
///
///     the body, byte for byte
///     [answer]
///     HTTP 200
///     Content-Type: application/json
///
///     {"access_token": "…"}
///     [token]
///     access_token = …
///
/// A value starts after `key = ` and ends with its line; `key =` has an empty one. A key that holds a list stands once
/// for each entry, one that holds a table as `key.NAME`. Line ends at the end of a body are not a part of it. Blank
/// lines and comments count outside of messages alone.
///
/// [profile] and [client] are what goes in. A setting that is a secret has its value in [profile]; the client's id,
/// secret, `scope` and `audience`, `request_headers.NAME` and a credentials file's `parameters.NAME` are in [client].
///
/// [service] is what the settings must amount to, as far as it says: `grant` (as the configuration names it),
/// `token_url` and its like, `redirect_url`, `pkce` (`off` or `s256`), `urls`, `audience`, `scope`, `client_secret`
/// (`optional` or `required`), `api_headers.NAME`, `max_age`.
///
/// [setting_error] has the `key` that is refused instead, and may have the `message`: by the settings, or with an
/// [authorization] by that.
///
/// [authorization] has the `redirect_url`, `state` and `code_challenge` that go into an authorization request, and the
/// `url` that must come out.
///
/// [grant] names on its first line what the [request] is for, and has what goes into it below:
///
///     client_credentials       which it is without a [grant]
///     authorization_code       code, redirect_url, code_verifier
///     device_code              device_code
///     refresh_token            refresh_token
///     device_authorization     (RFC 8628; its answer is read as one)
///     revocation               token, token_type_hint (RFC 7009; its answer means nothing)
///
/// [answer] is read as [token], as [device_authorization] or as [error]. What these leave out must be absent, but:
/// `lives` in [token] is the lifetime and what decided it; [error] may have `kind` (`refused` or `unusable`), `error`,
/// `description`, and any number of `shows` and `hides`, what people must and must not be shown; `interval` is 5.
namespace jeton::golden {

using Lines = std::vector<std::pair<std::string, std::string>>;

/// A request or an answer: its first line, its headers and its body.
struct Message {
  std::string first_line;
  Headers headers;
  std::string body;
};

/// What a request is for, and what goes into it.
struct Purpose {
  std::string name;
  Lines values;
};

struct Exchange {
  Lines profile;                       ///< `provider`, and the settings that the plugin may want to know
  Lines client;                        ///< client_id, client_secret, and what a credentials file adds
  std::optional<Lines> service;        ///< what the settings must amount to
  std::optional<Lines> setting_error;  ///< or the setting that is refused
  std::optional<Lines> authorization;  ///< what goes into an authorization request, and its address
  Purpose grant{.name = "client_credentials", .values = {}};
  std::optional<Message> request;             ///< what must come out
  std::optional<Message> answer;              ///< what goes in
  std::optional<Lines> token;                 ///< what must be read from the answer
  std::optional<Lines> device_authorization;  ///< or this
  std::optional<Lines> error;                 ///< or what must be wrong with it
};

/// Throws std::invalid_argument that names the line.
Exchange parse(std::string_view text);

/// The value of the first line with that key, or nothing.
std::optional<std::string> find(const Lines& lines, std::string_view key);

}  // namespace jeton::golden
