#pragma once

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// Answers a request at the revocation endpoint (RFC 7009), for a client that authenticates with Basic.
Response revocation_endpoint(Site& site, const Request& request);

}  // namespace jeton::sandbox
