#pragma once

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// Answers a request under /sandbox/, by which tests (and people who try things) see and steer a provider.
Response control(Site& site, const Request& request);

}  // namespace jeton::sandbox
