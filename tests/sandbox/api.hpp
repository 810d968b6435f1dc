#pragma once

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// Answers a request for /api/ping or the provider's api_path, the provider's API.
Response api_ping(Site& site, const Request& request);

}  // namespace jeton::sandbox
