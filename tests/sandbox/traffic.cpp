#include "traffic.hpp"

namespace jeton::sandbox {

void Traffic::count_token_request(const Request& request, const std::string& body) {
  Json headers = Json::object();
  for (const auto& [name, value] : request.headers) {
    Json& known = headers[lower_case(name)];
    known = known.is_null() ? value : known.get<std::string>() + ", " + value;
  }
  const std::lock_guard lock(mutex_);
  ++token_requests_;
  last_token_request_ = {
      {"method", request.method}, {"path", request.path}, {"headers", std::move(headers)}, {"body", body}};
}

void Traffic::count_granted() {
  const std::lock_guard lock(mutex_);
  ++granted_;
}

void Traffic::count(Service service) {
  const std::lock_guard lock(mutex_);
  switch (service) {
    case Service::api: ++api_; break;
    case Service::git: ++git_; break;
    case Service::registry: ++registry_; break;
  }
}

void Traffic::count_unauthorized() {
  const std::lock_guard lock(mutex_);
  ++unauthorized_;
}

Json Traffic::to_json() const {
  const std::lock_guard lock(mutex_);
  return {{"token_requests", token_requests_},
          {"granted", granted_},
          {"api", api_},
          {"git", git_},
          {"registry", registry_},
          {"unauthorized", unauthorized_},
          {"last_token_request", last_token_request_}};
}

}  // namespace jeton::sandbox
