#pragma once

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// Hands a request to the endpoint or service that its path names.
Response respond(Site& site, const Request& request);

}  // namespace jeton::sandbox
