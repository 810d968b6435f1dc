#pragma once

#include <expected>
#include <string>

#include "base/places.hpp"
#include "config/profile.hpp"
#include "jeton/http.hpp"

namespace jeton {

/// A request without an answer. The message is a sentence that names the host and, where there is one, the remedy; it
/// never holds anything of the request.
struct SendError {
  std::string message;
  bool may_have_arrived = false;  ///< it was sent, and the answer did not come or not to its end
};

/// Sends one request: https (http to loopback alone, and then past any proxy), TLS 1.2 or later, certificates and host
/// names verified, no redirect followed, at most 1 MiB of answer.
std::expected<HttpResponse, SendError> send(const HttpRequest& request, const Connection& connection,
                                            const Environment& environment);

/// Has OpenSSL look up its algorithms, on a thread of its own that nobody waits for. The first connection of a process
/// would do it otherwise, which takes about as long as all that comes before it.
void warm_up_tls();

}  // namespace jeton
