#pragma once

#include <optional>

#include "base/time.hpp"
#include "jeton/http.hpp"

namespace jeton {

/// How long a provider says that it does not want to be asked: Retry-After in seconds or as a date (RFC 9110 section
/// 10.2.3), or, of Auth0-Client-Quota-Limit, the longest time to the reset of a bucket that is empty. At most 24 hours.
std::optional<Seconds> requested_pause(const HttpResponse& response, Seconds now);

/// Whose fault it is that a token request brought no token.
enum class Fault {
  network,  ///< the provider was not reached, or its answer was none: the next try may well succeed
  server,   ///< it has trouble of its own
  refusal   ///< it said no, or that it is asked too often: a person or time has to mend it
};

/// How long to hold off by ourselves after so many failures in a row, before jitter.
Seconds growing_pause(Fault fault, int failures);

}  // namespace jeton
