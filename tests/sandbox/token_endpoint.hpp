#pragma once

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// Answers a request at the provider's token endpoint, with the fault that is planned for it, if any.
Response token_endpoint(Site& site, const Request& request);

}  // namespace jeton::sandbox
