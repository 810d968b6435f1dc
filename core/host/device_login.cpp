#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/text.hpp"
#include "base/trace.hpp"
#include "host/http_client.hpp"
#include "host/login.hpp"
#include "host/token_endpoint.hpp"
#include "login/browser.hpp"
#include "login/terminal.hpp"
#include "match/request_url.hpp"

namespace jeton {
namespace {

DeviceAuthorization authorize(const Login& login, const TokenEndpoint& endpoint) {
  const auto& of = login.of;
  const auto request = call_plugin(of.profile, endpoint.redaction(),
                                   [&] { return of.provider.device_authorization_request(endpoint.client()); });
  trace("device authorization request: " + request.url.substr(0, request.url.find('?')));
  const auto response = send(request, of.profile.connection, login.environment);
  if (!response) throw Error(Status::unreachable, response.error().message);
  auto device = call_plugin(of.profile, endpoint.redaction(),
                            [&] { return of.provider.device_authorization_response(endpoint.client(), *response); });
  if (device) return std::move(*device);
  const bool refused = device.error().kind == TokenError::Kind::refused && response->status < 500;
  throw Error(refused ? Status::refused : Status::unreachable,
              "the provider gave no device code: " + described(device.error(), endpoint.redaction()));
}

bool is_endpoint(const std::string& url) {
  const auto parsed = parse_request_url(url);
  return parsed && is_protected(*parsed);
}

void explain(const Login& login, const DeviceAuthorization& device) {
  const bool only_told = login.options.browser == LoginOptions::Browser::only_told;
  const auto& address =
      device.verification_url_complete.empty() ? device.verification_url : device.verification_url_complete;
  // The provider's words: what is none of a browser's business is only shown.
  if (!only_told && is_endpoint(address)) open_in_browser(address, login.environment);
  std::fprintf(stderr, "Open this address on any device, and enter the code there:\n\n  %s\n\n  %s\n\n",
               escaped(device.verification_url).c_str(), escaped(device.user_code).c_str());
  if (!device.verification_url_complete.empty()) {
    std::fprintf(stderr, "Or open this one, which has the code in it:\n\n  %s\n\n",
                 escaped(device.verification_url_complete).c_str());
  }
  print_bare_address(login.options, address);
}

/// A clock that people can watch, on a terminal.
class Countdown {
 public:
  explicit Countdown(Seconds until) : until_(until), shows_(::isatty(STDERR_FILENO) != 0) {
    if (!shows_) std::fprintf(stderr, "Waiting for consent, for at most %s.\n", in_words(left()).c_str());
  }
  Countdown(const Countdown&) = delete;
  Countdown& operator=(const Countdown&) = delete;
  ~Countdown() {
    if (shows_) std::fputs("\r\x1b[K", stderr);
  }

  Seconds left() const { return until_ - std::time(nullptr); }

  void wait(Seconds seconds) const {
    const Seconds end = std::min(std::time(nullptr) + seconds, until_);
    while (std::time(nullptr) < end) {
      if (shows_) {
        std::fprintf(stderr, "\r\x1b[KWaiting for consent, for %d:%02d more ", static_cast<int>(left() / 60),
                     static_cast<int>(left() % 60));
      }
      wait_for_any({}, 1);
    }
  }

 private:
  Seconds until_;
  bool shows_;
};

}  // namespace

Reply log_in_by_device(const Login& login) {
  constexpr Seconds slower = 5;  // "the interval MUST be increased by 5 seconds" (RFC 8628 section 3.5)
  const TokenEndpoint endpoint(login.of, login.environment);
  const auto device = authorize(login, endpoint);
  const Seconds until = std::time(nullptr) + device.expires_in;
  explain(login, device);
  const Countdown countdown(until);
  for (Seconds interval = device.interval; countdown.left() > 0;) {
    countdown.wait(interval);
    auto reply = exchange_in_turn(login, endpoint, DeviceCode{device.device_code});
    if (reply) return std::move(*reply);
    const auto& [error, reason] = reply.error();
    if (error == "access_denied" || error == "expired_token") throw consent_error(error, {}, login.options.profile);
    const bool has_trouble = reason.status() == Status::unreachable || reason.status() == Status::held_off;
    if (has_trouble) {
      // "On encountering a connection timeout, clients MUST unilaterally reduce their polling frequency."
      trace(reason.what());
      interval *= 2;
    } else if (error == "slow_down") {
      interval += slower;
    } else if (error != "authorization_pending") {
      throw reason;
    }
  }
  throw consent_error("expired_token", {}, login.options.profile);
}

}  // namespace jeton
