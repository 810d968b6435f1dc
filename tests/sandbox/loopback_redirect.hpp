#pragma once

#include <string_view>

namespace jeton::sandbox {

/// Whether a native application on this machine can be at this URI: http on a loopback address, with any port and path
/// (RFC 8252 section 7.3), and without a fragment (RFC 6749 section 3.1.2).
bool is_loopback_redirect(std::string_view uri);

}  // namespace jeton::sandbox
