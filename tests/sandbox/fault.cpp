#include "fault.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace jeton::sandbox {

namespace {

Response raw_json(std::string body) {
  return {.headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

std::int64_t wait_in(const Incident& incident) {
  return static_cast<std::int64_t>(std::ceil(incident.seconds.value_or(Seconds(30)).count()));
}

/// An error in RFC 6749's form, and one header.
Response failure(int status, std::string_view error, std::string_view description, std::string name,
                 std::string value) {
  return json_response(status, {{"error", error}, {"error_description", description}},
                       {{std::move(name), std::move(value)}});
}

Response refuse(const Incident& /*incident*/) {
  return failure(401, "invalid_client", "\x1b[31mclient\nrefused\x1b[0m", "WWW-Authenticate",
                 R"(Basic realm="jeton sandbox")");
}

/// A window's title, a screen cleared, a line of its own, one in C1, one from right to left, and a blank that is none.
constexpr const char* hostile =
    "\x1b]0;title\x07\x1b[2J\r\njeton: all is well \u009b31m \u202elive\u2066 a\u200bb\u2028c\x7f";

Response escape_sequences(const Incident& /*incident*/) {
  return json_response(400, {{"error", std::string("invalid_request") + hostile}, {"error_description", hostile}});
}

Response redirect(const Incident& incident) {
  return {.status = 307, .headers = {{"Location", std::string(incident.redirect_url)}}};
}

Response html(const Incident& /*incident*/) {
  return {.headers = {{"Content-Type", "text/html; charset=utf-8"}},
          .body = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n"};
}

Response truncated(const Incident& incident) {
  return raw_json(R"({")" + std::string(incident.provider.names.access_token) +
                  R"(":"cut-off-after-this-much-of-a-to)");
}

Response huge(const Incident& incident) {
  constexpr std::size_t ten_megabytes = 10'000'000;
  return raw_json(R"({")" + std::string(incident.provider.names.access_token) +
                  R"(":"too-late-to-be-read","padding":")" + std::string(ten_megabytes, 'x') + R"("})");
}

Response nested(const Incident& /*incident*/) {
  constexpr std::size_t depth = 10'000;
  return raw_json(std::string(depth, '[') + std::string(depth, ']'));
}

Response error_500(const Incident& /*incident*/) {
  return text_response(500, "Internal Server Error\n");
}

Response error_503(const Incident& incident) {
  return failure(503, "temporarily_unavailable", "maintenance", "Retry-After", std::to_string(wait_in(incident)));
}

constexpr std::string_view too_many = "Global limit has been reached";

Response throttle(const Incident& incident) {
  return failure(429, "too_many_requests", too_many, "Retry-After", std::to_string(wait_in(incident)));
}

Response throttle_date(const Incident& incident) {
  const Time until = incident.now + std::chrono::seconds(wait_in(incident));
  return failure(429, "too_many_requests", too_many, "Retry-After", http_date(until));
}

Response quota(const Incident& incident) {
  return failure(429, "too_many_requests", "Client quota exceeded", "Auth0-Client-Quota-Limit",
                 "b=per_hour;q=10;r=0;t=" + std::to_string(wait_in(incident)));
}

/// The answer carries `token`, and the services take none.
void give_instead(Grant& grant, const Incident& incident, std::string token) {
  grant.access_token.clear();
  grant.body[incident.provider.names.access_token] = std::move(token);
}

void announce(Grant& grant, const Incident& incident, Json expires_in) {
  grant.body[incident.provider.names.expires_in] = std::move(expires_in);
}

/// A refresh token that came with it stays.
void without_access_token(Grant& grant, const Incident& incident) {
  grant.access_token.clear();
  grant.body.erase(std::string(incident.provider.names.access_token));
}

constexpr std::array all = {
    Fault{"refuse", refuse},
    Fault{"hang", [](const Incident&) { return Response{.delivery = Delivery::hang}; }},
    Fault{"close", [](const Incident&) { return Response{.delivery = Delivery::close}; }},
    Fault{"escape-sequences", escape_sequences},
    Fault{"escape-scope", nullptr, [](Grant& g, const Incident&) { g.body["scope"] = hostile; }},
    Fault{"escape-type", nullptr, [](Grant& g, const Incident& i) { g.body[i.provider.names.token_type] = hostile; }},
    Fault{"redirect", redirect},
    Fault{"html", html},
    Fault{"truncated", truncated},
    Fault{"huge", huge},
    Fault{"nested", nested},
    Fault{"newline-token", nullptr, [](Grant& g, const Incident& i) { give_instead(g, i, "good\npassword=evil"); }},
    Fault{"quote-token", nullptr, [](Grant& g, const Incident& i) { give_instead(g, i, R"(good"evil)"); }},
    Fault{"empty-token", nullptr, [](Grant& g, const Incident& i) { give_instead(g, i, ""); }},
    Fault{"no-token", nullptr, without_access_token},
    Fault{"no-access-token", nullptr, without_access_token},
    Fault{"no-refresh-token", nullptr, [](Grant& g, const Incident&) { g.body.erase("refresh_token"); }},
    Fault{"expires-zero", nullptr, [](Grant& g, const Incident& i) { announce(g, i, 0); }},
    Fault{"expires-negative", nullptr, [](Grant& g, const Incident& i) { announce(g, i, -1); }},
    Fault{"expires-text", nullptr, [](Grant& g, const Incident& i) { announce(g, i, "soon"); }},
    Fault{"expires-string", nullptr, [](Grant& g, const Incident& i) { announce(g, i, "900"); }},
    Fault{"expires-float", nullptr, [](Grant& g, const Incident& i) { announce(g, i, 900.9); }},
    Fault{"expires-huge", nullptr, [](Grant& g, const Incident& i) { announce(g, i, 1e300); }},
    Fault{"error-500", error_500},
    Fault{"error-503", error_503},
    Fault{"throttle", throttle},
    Fault{"throttle-date", throttle_date},
    Fault{"quota", quota},
    Fault{"slow", nullptr, [](Grant& g, const Incident& i) { g.delay = i.seconds.value_or(Seconds(1)); }},
    Fault{"lost", nullptr, [](Grant& g, const Incident&) { g.delivery = Delivery::close; }},
    Fault{"cut-off", nullptr, [](Grant& g, const Incident&) { g.delivery = Delivery::cut_off; }},
    Fault{"mac-token", nullptr,
          [](Grant& g, const Incident& i) {
            g.access_token.clear();
            g.body[i.provider.names.token_type] = "mac";
          }},
};

}  // namespace

const Fault* find_fault(std::string_view name) {
  const auto found = std::ranges::find(all, name, &Fault::name);
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string_view> fault_names() {
  std::vector<std::string_view> names;
  names.reserve(all.size() + 1);
  for (const Fault& fault : all) names.push_back(fault.name);
  names.emplace_back("none");
  return names;
}

}  // namespace jeton::sandbox
