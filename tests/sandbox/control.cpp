#include "control.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "fault.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

Response bad_parameter(std::string_view name, std::string_view wanted) {
  return json_response(400, {{"error", "parameter " + std::string(name) + ": " + std::string(wanted)}});
}

std::optional<std::string> parameter(const Request& request, const std::string& name) {
  const auto found = request.parameters.find(name);
  if (found == request.parameters.end()) return std::nullopt;
  return found->second;
}

/// The text as a number of at least 0; nothing if it is none.
template <typename Number>
std::optional<Number> parsed_number(const std::string& text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  // Written so that a NaN is refused, too.
  if (error != std::errc{} || rest != end || !(number >= 0 && number <= 1'000'000'000)) return std::nullopt;
  return number;
}

Response requests(Site& site, const Request& /*request*/) {
  return json_response(200, site.traffic.to_json());
}

Response revoke(Site& site, const Request& /*request*/) {
  return json_response(200, {{"revoked", site.access_tokens.revoke_all()}});
}

Response lifetime(Site& site, const Request& request) {
  const auto seconds = parsed_number<std::int64_t>(parameter(request, "seconds").value_or(""));
  if (!seconds) return bad_parameter("seconds", "a whole number, 0 for the documented lifetime");
  site.lifetime = *seconds;
  return json_response(200, {{"lifetime", *seconds}});
}

Response deny(Site& site, const Request& request) {
  const auto on = parameter(request, "on");
  if (on != "1" && on != "0") return bad_parameter("on", "1 or 0");
  site.access_tokens.set_policy(on == "1" ? AccessTokens::Policy::deny_all : AccessTokens::Policy::accept_valid);
  return json_response(200, {{"deny", on == "1"}});
}

Response plan_fault(Site& site, const Request& request) {
  const std::string name = parameter(request, "name").value_or("");
  PlannedFault planned = {.fault = find_fault(name), .seconds = std::nullopt};
  if (planned.fault == nullptr && name != "none") {
    return json_response(404, {{"error", "unknown fault"}, {"known", fault_names()}});
  }
  const auto times = parsed_number<std::int64_t>(parameter(request, "times").value_or("1"));
  if (!times) return bad_parameter("times", "a whole number, 0 for all token requests to come");
  if (const auto text = parameter(request, "seconds")) {
    const auto seconds = parsed_number<double>(*text);
    if (!seconds) return bad_parameter("seconds", "a number");
    planned.seconds = Seconds(*seconds);
  }
  site.fault_plan.set(planned, *times);
  return json_response(200, {{"fault", name}, {"times", *times}});
}

Response refresh_tokens(Site& site, const Request& request) {
  constexpr std::array<std::pair<std::string_view, RefreshPolicy>, 4> policies = {
      {{"none", RefreshPolicy::none},
       {"keep", RefreshPolicy::keep},
       {"rotate", RefreshPolicy::rotate},
       {"rotate-with-leeway", RefreshPolicy::rotate_with_leeway}}};
  const std::string name = parameter(request, "policy").value_or("");
  const auto found = std::ranges::find(policies, name, &decltype(policies)::value_type::first);
  if (found == policies.end()) return bad_parameter("policy", "none, keep, rotate or rotate-with-leeway");
  site.refresh_tokens.set_policy(found->second);
  return json_response(200, {{"policy", name}});
}

Response expire(Site& site, const Request& request) {
  const std::string what = parameter(request, "what").value_or("");
  const auto expired = [](std::size_t count) { return json_response(200, {{"expired", count}}); };
  if (what == "codes") return expired(site.authorization_codes.expire_all());
  if (what == "device_codes") return expired(site.device_codes.expire_all());
  if (what == "refresh_tokens") return expired(site.refresh_tokens.expire_all());
  if (what == "access_tokens") return expired(site.access_tokens.revoke_all());
  return bad_parameter("what", "codes, device_codes, refresh_tokens or access_tokens");
}

Response interval(Site& site, const Request& request) {
  const auto seconds = parsed_number<std::int64_t>(parameter(request, "seconds").value_or(""));
  if (!seconds) return bad_parameter("seconds", "a whole number, of the device codes to come");
  site.device_codes.set_interval(std::chrono::seconds(*seconds));
  return json_response(200, {{"interval", *seconds}});
}

struct Control {
  std::string_view path;
  std::string_view method;
  Response (*answer)(Site& site, const Request& request);
};

constexpr std::array controls = {
    Control{"/sandbox/requests", "GET", requests},  Control{"/sandbox/revoke", "POST", revoke},
    Control{"/sandbox/lifetime", "POST", lifetime}, Control{"/sandbox/fault", "POST", plan_fault},
    Control{"/sandbox/deny", "POST", deny},         Control{"/sandbox/refresh_tokens", "POST", refresh_tokens},
    Control{"/sandbox/expire", "POST", expire},     Control{"/sandbox/interval", "POST", interval},
};

}  // namespace

Response control(Site& site, const Request& request) {
  const auto found = std::ranges::find(controls, request.path, &Control::path);
  if (found == controls.end()) {
    Json known = Json::array();
    for (const Control& control : controls) known.push_back(control.path);
    return json_response(404, {{"error", "unknown control"}, {"known", known}});
  }
  if (request.method != found->method) return method_not_allowed(found->method);
  return found->answer(site, request);
}

}  // namespace jeton::sandbox
