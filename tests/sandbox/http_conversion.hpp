#pragma once

#include <httplib.h>

#include "http_message.hpp"

namespace jeton::sandbox {

/// What cpp-httplib has read of a request, received now; with a body that is empty.
Request request_from(const httplib::Request& from);

/// Gives cpp-httplib the response to send, but for its delay, and for a delivery that sends none.
void copy(Response from, httplib::Response& to);

}  // namespace jeton::sandbox
