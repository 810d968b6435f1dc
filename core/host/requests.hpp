#pragma once

#include <span>
#include <string_view>

#include "base/places.hpp"

namespace jeton {

/// What the front asks of the host, in words that no user types:
///   @routes CONFIGURATION REPLY-FD                   compile the configuration
///   @exchange CONFIGURATION REPLY-FD REASON PROFILE  get a token; the caller holds the profile's lock and passes it on
/// The answer is written to the descriptor: the routes, or a Reply.
bool is_front_request(std::span<const std::string_view> arguments);
int answer_front_request(std::span<const std::string_view> arguments, const Environment& environment);

}  // namespace jeton
