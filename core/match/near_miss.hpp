#pragma once

#include <string>

#include "match/request_url.hpp"

namespace jeton {

/// Why a pattern that looks like this request does not cover it, as the rest of a sentence that begins with the
/// pattern; empty where it does cover it, or does not even look like it.
std::string near_miss(const UrlPattern& pattern, const RequestUrl& request);

}  // namespace jeton
