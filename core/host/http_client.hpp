#pragma once

#include <expected>
#include <string>

#include "base/places.hpp"
#include "base/time.hpp"
#include "jeton/http.hpp"

namespace jeton {

/// How a token endpoint is reached. Paths are absolute; what is empty is as the environment (proxy and CA variables)
/// and the system say.
struct Connection {
  std::string ca_file;
  std::string client_certificate;
  std::string client_key;
  std::string proxy;
  Seconds connect_timeout = 10;
  Seconds timeout = 30;
};

/// Sends one request: https (http to loopback alone, and then past any proxy), TLS 1.2 or later, certificates and host
/// names verified, no redirect followed, at most 1 MiB of answer. The error is a sentence that names the host and,
/// where there is one, the remedy; it never holds anything of the request.
std::expected<HttpResponse, std::string> send(const HttpRequest& request, const Connection& connection,
                                              const Environment& environment);

}  // namespace jeton
