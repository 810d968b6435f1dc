#pragma once

#include <span>
#include <string_view>

#include "base/places.hpp"

namespace jeton {

/// What the front asks of the host, in words that no user types:
///   @routes CONFIGURATION REPLY-FD                   compile the configuration
///   @seal CONFIGURATION REPLY-FD open|close          open or close standard input with the secret store's seal
///   @exchange CONFIGURATION REPLY-FD REASON PROFILE locked|unlocked
///                                                    get a token; `locked`: the caller passes the profile's lock on,
///                                                    else none can be had, and nothing is spent that cannot be spent
///                                                    twice
/// The answer is written to the descriptor: the routes, or a Reply.
bool is_front_request(std::span<const std::string_view> arguments);
[[noreturn]] void answer_front_request(std::span<const std::string_view> arguments, const Environment& environment);

}  // namespace jeton
