#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"

namespace jeton {

/// What is wrong with this machine's clock, by the `Date` of an answer that came between two looks at it; empty where
/// all is well. Less than a minute is.
std::string clock_trouble(const std::string& host, std::optional<Seconds> date, Seconds sent_at, Seconds received_at);

}  // namespace jeton
