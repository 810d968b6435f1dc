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
///     provider = clearstreet
///     [client]
///     client_id = abc
///     [grant]
///     client_credentials
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
/// A value starts after `key = ` and ends with its line; a key that holds a list stands once for each entry, one that
/// holds a table as `key.NAME`. Line ends at the end of a body are not a part of it. Blank lines and comments count
/// outside of messages alone.
namespace jeton::golden {

using Lines = std::vector<std::pair<std::string, std::string>>;

/// A request or an answer: its first line, its headers and its body.
struct Message {
  std::string first_line;
  Headers headers;
  std::string body;
};

struct Exchange {
  Lines profile;                       ///< `provider`, and the settings that the plugin may want to know
  Lines client;                        ///< client_id, client_secret, and what a credentials file adds
  std::optional<Lines> service;        ///< what the settings must amount to
  std::optional<Lines> setting_error;  ///< or the setting that is refused
  std::string grant;
  std::optional<Message> request;  ///< what must come out
  std::optional<Message> answer;   ///< what goes in
  std::optional<Lines> token;      ///< what must be read from the answer
  std::optional<Lines> error;      ///< or what must be wrong with it
};

/// Throws std::invalid_argument that names the line.
Exchange parse(std::string_view text);

/// The value of the first line with that key, or nothing.
std::optional<std::string> find(const Lines& lines, std::string_view key);

}  // namespace jeton::golden
