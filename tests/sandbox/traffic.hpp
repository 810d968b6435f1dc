#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "http_message.hpp"

namespace jeton::sandbox {

/// What is counted, beside token requests.
enum class Event {
  granted,           ///< an access token was issued that the services will take
  api,               ///< a request to this service, authorized or not
  git,               ///< likewise
  registry,          ///< likewise
  unauthorized,      ///< a service answered 401
  refresh_requests,  ///< a token request with grant_type=refresh_token
  consents,
  denials,
  revocations,      ///< a request at the revocation endpoint
  device_requests,  ///< a request at the device authorization endpoint
  reuse_detected,   ///< a code was used a second time, or a refresh token that a newer one had replaced
};

/// What a provider was asked: the numbers that tests compare. Safe to use from several threads.
class Traffic {
 public:
  /// A request of whatever method and merit at the token endpoint, fault or not.
  void count_token_request(const Request& request, const std::string& body);

  void count(Event event);

  /// {"token_requests", the events by their names, "last_token_request"}; the last is null before the first token
  /// request, and holds the secrets that were sent: its readers are tests.
  Json to_json() const;

 private:
  mutable std::mutex mutex_;
  std::int64_t token_requests_ = 0;
  std::map<Event, std::int64_t> events_;
  Json last_token_request_;
};

}  // namespace jeton::sandbox
