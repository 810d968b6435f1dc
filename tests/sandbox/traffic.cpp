#include "traffic.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "form.hpp"

namespace jeton::sandbox {

namespace {

constexpr std::array<std::pair<Event, std::string_view>, 11> names = {{
    {Event::granted, "granted"},
    {Event::api, "api"},
    {Event::git, "git"},
    {Event::registry, "registry"},
    {Event::unauthorized, "unauthorized"},
    {Event::refresh_requests, "refresh_requests"},
    {Event::consents, "consents"},
    {Event::denials, "denials"},
    {Event::revocations, "revocations"},
    {Event::device_requests, "device_requests"},
    {Event::reuse_detected, "reuse_detected"},
}};

}  // namespace

void Traffic::count_token_request(const Request& request, const std::string& body) {
  Json headers = Json::object();
  for (const auto& [name, value] : request.headers) {
    Json& known = headers[lower_case(name)];
    known = known.is_null() ? value : known.get<std::string>() + ", " + value;
  }
  const auto form = parsed_form(body);
  const std::lock_guard lock(mutex_);
  ++token_requests_;
  if (form && value(*form, "grant_type") == "refresh_token") ++events_[Event::refresh_requests];
  last_token_request_ = {{"method", request.method},
                         {"path", request.path},
                         {"query", request.query},
                         {"headers", std::move(headers)},
                         {"body", body}};
}

void Traffic::count(Event event) {
  const std::lock_guard lock(mutex_);
  ++events_[event];
}

Json Traffic::to_json() const {
  const std::lock_guard lock(mutex_);
  Json json = {{"token_requests", token_requests_}};
  for (const auto& [event, name] : names) {
    const auto counted = events_.find(event);
    json[name] = counted == events_.end() ? 0 : counted->second;
  }
  json["last_token_request"] = last_token_request_;
  return json;
}

}  // namespace jeton::sandbox
