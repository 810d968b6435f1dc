#pragma once

#include <cstdint>
#include <mutex>

#include "http_message.hpp"

namespace jeton::sandbox {

/// What a provider was asked: the numbers that tests compare. Safe to use from several threads.
class Traffic {
 public:
  enum class Service { api, git, registry };

  /// A request of whatever method and merit at the token endpoint, fault or not.
  void count_token_request(const Request& request, const std::string& body);

  /// An access token was issued that the services will take.
  void count_granted();

  /// A request to a service, authorized or not.
  void count(Service service);

  /// A service answered 401.
  void count_unauthorized();

  /// {"token_requests", "granted", "api", "git", "registry", "unauthorized", "last_token_request"}; the last is null
  /// before the first token request, and holds the secrets that were sent: its readers are tests.
  Json to_json() const;

 private:
  mutable std::mutex mutex_;
  std::int64_t token_requests_ = 0;
  std::int64_t granted_ = 0;
  std::int64_t api_ = 0;
  std::int64_t git_ = 0;
  std::int64_t registry_ = 0;
  std::int64_t unauthorized_ = 0;
  Json last_token_request_;
};

}  // namespace jeton::sandbox
