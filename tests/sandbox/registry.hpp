#pragma once

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// Answers a request under /v2/: a container registry (the OCI distribution specification) that can be pulled from,
/// with the site's image, for Basic authentication with the token as password.
Response registry(Site& site, const Request& request);

}  // namespace jeton::sandbox
