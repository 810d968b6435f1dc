#include "host/checked_provider.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string_view>

#include "base/text.hpp"
#include "host/plugin_call.hpp"
#include "match/request_url.hpp"

namespace jeton {
namespace {

/// As much as the largest answer from which anything can be made.
constexpr std::size_t longest = std::size_t{1} << 20U;
constexpr std::int64_t ten_years = std::int64_t{3653} * 86400;

[[noreturn]] void fail(const std::string& message) {
  throw std::runtime_error(message);
}

void check_length(std::string_view text, const std::string& what) {
  if (text.size() > longest) fail(what + " is longer than 1 MiB");
}

void check_line(std::string_view text, const std::string& what) {
  check_length(text, what);
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
    fail(what + " has a control character");
  }
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").contains(c);
  });
}

/// What a person, or a secret, may be sent to.
void check_address(const std::string& url, const std::string& what) {
  check_length(url, what);
  const auto parsed = parse_request_url(url);
  if (!parsed || !is_protected(*parsed)) {
    fail(what + " \"" + printable(url) + "\" is not an https:// URL");
  }
}

void check_headers(const Headers& headers, const std::string& what) {
  for (const auto& header : headers) {
    check_length(header.name, what);
    if (!is_token(header.name)) fail(what + " has \"" + printable(header.name) + "\", which is no header");
    check_line(header.value, what + ' ' + printable(header.name));
  }
}

void check(const Metadata& metadata) {
  check_line(metadata.version, "its version");
  check_line(metadata.summary, "its summary");
  for (const auto grant : metadata.grants) check_line(grant, "a grant of its");
  std::set<std::string_view> names;
  for (const auto& setting : metadata.settings) {
    const auto what = "its setting \"" + printable(setting.name) + '"';
    if (!is_token(setting.name)) fail(what + " has no name that a key can have");
    if (!names.insert(setting.name).second) fail(what + " is there twice");
    if (setting.kind == Setting::Kind::choice && setting.choices.empty()) fail(what + " has no choices");
    for (const auto choice : setting.choices) check_line(choice, what);
  }
  for (const auto& hint : metadata.hints) {
    check_line(hint.key, "a hint of its");
    check_line(hint.where, "a hint of its");
  }
}

/// False for a number that stands for none.
bool is_grant(GrantType type) {
  switch (type) {
    case GrantType::client_credentials:
    case GrantType::authorization_code:
    case GrantType::device_code:
    case GrantType::static_token: return true;
  }
  return false;
}

void check(const Service& service) {
  if (!is_grant(service.grant)) fail("its service's grant is none");
  for (const auto* const text :
       {&service.token_url, &service.refresh_url, &service.authorization_url, &service.device_authorization_url,
        &service.revocation_url, &service.redirect_url, &service.audience, &service.scope}) {
    check_line(*text, "a text of its service");
  }
  for (const auto& url : service.urls) check_line(url, "a URL of its service");
  check_headers(service.api_headers, "its API's headers");
  if (service.max_age && (*service.max_age <= 0 || *service.max_age > ten_years)) {
    fail("its tokens' longest life is not between a second and ten years");
  }
}

void check(const HttpRequest& request) {
  if (!is_token(request.method) || request.method.size() > 16) fail("its request's method is none");
  check_address(request.url, "its request's URL");
  check_headers(request.headers, "its request's headers");
  check_length(request.body, "its request's body");
}

void check(const TokenResponse& response) {
  // What its access token may be, an answer is refused for where it is read.
  check_length(response.access_token, "its access token");
  check_length(response.refresh_token, "its refresh token");
  check_length(response.token_type, "its token type");
  check_length(response.scope, "its scope");
}

void check(const DeviceAuthorization& device) {
  for (const auto* const text :
       {&device.device_code, &device.user_code, &device.verification_url, &device.verification_url_complete}) {
    check_length(*text, "a text of its device authorization");
  }
  for (const auto time : {device.expires_in, device.interval}) {
    if (time < 0 || time > ten_years) fail("a time of its device authorization is not between now and ten years");
  }
}

void check(const std::string& authorization_url) {
  check_address(authorization_url, "its authorization URL");
}

/// Made to be shown.
void check(SettingError& error) {
  error.key = printable(error.key);
  error.message = printable(error.message);
}

void check(const TokenError& error) {
  check_length(error.error, "its error");
  check_length(error.description, "its error's description");
  check_length(error.refresh_token, "its refresh token");
}

template <class Value, class Failure>
void check(std::expected<Value, Failure>& outcome) {
  if (outcome) {
    check(*outcome);
  } else {
    check(outcome.error());
  }
}

}  // namespace

template <class Call>
auto CheckedProvider::call(const Call& call) const {
  const PluginCall running(plugin_);
  try {
    auto value = call();
    check(value);
    return value;
  } catch (const std::exception& error) {
    throw std::runtime_error(error.what());  // its words are the plugin's code, too
  } catch (...) {
    fail("it threw what is no std::exception");
  }
}

Metadata CheckedProvider::metadata() const {
  return call([&] { return provider_.metadata(); });
}

std::expected<Service, SettingError> CheckedProvider::service(const Settings& settings) const {
  return call([&] { return provider_.service(settings); });
}

HttpRequest CheckedProvider::token_request(const Client& client, const Grant& grant) const {
  return call([&] { return provider_.token_request(client, grant); });
}

std::expected<TokenResponse, TokenError> CheckedProvider::token_response(const Client& client,
                                                                         const HttpResponse& response) const {
  return call([&] { return provider_.token_response(client, response); });
}

std::expected<std::string, SettingError> CheckedProvider::authorization_url(const Client& client,
                                                                            const AuthorizationRequest& request) const {
  return call([&] { return provider_.authorization_url(client, request); });
}

HttpRequest CheckedProvider::device_authorization_request(const Client& client) const {
  return call([&] { return provider_.device_authorization_request(client); });
}

std::expected<DeviceAuthorization, TokenError> CheckedProvider::device_authorization_response(
    const Client& client, const HttpResponse& response) const {
  return call([&] { return provider_.device_authorization_response(client, response); });
}

HttpRequest CheckedProvider::revocation_request(const Client& client, const Revocation& revocation) const {
  return call([&] { return provider_.revocation_request(client, revocation); });
}

}  // namespace jeton
