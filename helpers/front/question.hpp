#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "match/request_url.hpp"

namespace jeton {

/// What was asked about: a URL, or what docker calls a server. A user name in it is what git would be told.
struct Question {
  std::string text;  ///< without a user name or password
  std::optional<std::string> username;
  std::optional<RequestUrl> url;
};

/// Reads a URL in any form that the tools use; one without a scheme stands for https, and on loopback for http too.
Question read_question(std::string_view text);

}  // namespace jeton
