#include "fuzz.hpp"
#include "jeton/oauth.hpp"

// The answer to a device authorization request. One that is accepted has its two codes and an address, lives for a
// second to a day, and is not to be asked about more often than once a second.
void jeton::fuzz(std::string_view input) {
  const auto device = oauth::device_authorization_response({.status = 200, .headers = {}, .body{input}}, {});
  if (!device) return must(!device.error().error.empty() || !device.error().description.empty());
  must(!device->device_code.empty() && !device->user_code.empty() && !device->verification_url.empty());
  must(device->expires_in >= 1 && device->expires_in <= 86400);
  must(device->interval >= 1 && device->interval <= 86400);
}
