#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "golden/lines.hpp"
#include "jeton/http.hpp"

/// Exchanges with a provider as text files: docs/golden.md describes them.
namespace jeton::golden {

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

}  // namespace jeton::golden
