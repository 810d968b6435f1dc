#include <unistd.h>

#include <cstdio>
#include <ctime>

#include "base/message.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "host/login.hpp"
#include "store/journal.hpp"
#include "store/turn.hpp"

namespace jeton {
namespace {

Reply log_in_without_consent(const Login& login) {
  const auto turn = wait_for_turn(login.state, login.of.route);
  const SignalsHeld held;
  return exchange({.of = login.of, .state = &login.state, .environment = login.environment, .reason = Reason::login});
}

}  // namespace

Reply log_in(const Login& login) {
  // A person's consent must not be for nothing.
  if (login.of.profile.needs_consent()) {
    Journal::check_room(login.state, login.options.profile);
    if (login.of.seal->closes()) login.of.seal->close({});
    login.of.store.load(login.options.profile);
  }
  switch (login.of.profile.service.grant) {
    case GrantType::client_credentials:
    case GrantType::static_token: return log_in_without_consent(login);
    case GrantType::authorization_code: return log_in_by_browser(login);
    case GrantType::device_code: return log_in_by_device(login);
  }
  return {};
}

std::expected<Reply, ConsentRefused> exchange_in_turn(const Login& login, const TokenEndpoint& endpoint,
                                                      const Grant& grant) {
  const auto turn = wait_for_turn(login.state, login.of.route);
  const SignalsHeld held;
  return exchange_consent(
      {.of = login.of, .state = &login.state, .environment = login.environment, .reason = Reason::login}, endpoint,
      grant);
}

void print_bare_address(const LoginOptions& options, const std::string& address) {
  if (options.browser == LoginOptions::Browser::opened || ::isatty(STDOUT_FILENO) != 0) return;
  std::printf("%s\n", escaped(address).c_str());
  std::fflush(stdout);
}

Error consent_error(const std::string& error, const std::string& description, const std::string& profile) {
  const auto again = "; run: jeton login " + profile;
  const auto words = printable(error) + (description.empty() ? "" : ": " + printable(description));
  if (error == "access_denied") return {Status::login_required, "consent was denied (" + words + ')' + again};
  if (error == "expired_token") return {Status::login_required, "nobody entered the code in time" + again};
  if (error == "server_error" || error == "temporarily_unavailable") {
    return {Status::unreachable, "the provider has trouble of its own (" + words + ')' + again};
  }
  return {Status::refused, "the provider refused the login (" + words + "); check the profile" + again};
}

}  // namespace jeton
