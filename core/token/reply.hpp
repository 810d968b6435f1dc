#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "token/access_token.hpp"

namespace jeton {

/// Why the host is asked for a token.
enum class Reason {
  needed,    ///< there is no cached token, or it is too old
  rejected,  ///< a server did not accept the cached one
  renew,     ///< somebody wants a new one, whatever the cached one is like
  changed,   ///< something that went into the request may have changed
  ahead,     ///< the cached one is about to get too old; nobody waits
  login      ///< the user asks: a hold-off ends
};
std::string_view name_of(Reason reason);
std::optional<Reason> reason_of(std::string_view name);

/// What the host says to the front: what it was asked for, or why there is none.
struct Reply {
  enum class From { cache, provider };
  std::optional<AccessToken> token;
  From from = From::provider;
  Status status = Status::done;
  std::string message;
  std::vector<std::string> warnings;
  std::string sealed_or_opened;  ///< what came out of the secret store's seal, where that was asked for

  static std::optional<Reply> parse(std::string_view text);
  std::string text() const;
};

}  // namespace jeton
