#pragma once

#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// What the user sees at the verification_uri of RFC 8628 section 3.3: a form for the user code; with a user code in
/// the query, the consent page; and what came of the decision.
Response device_page(Site& site, const Request& request);

}  // namespace jeton::sandbox
