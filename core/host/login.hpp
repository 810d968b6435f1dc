#pragma once

#include <string>

#include "base/file.hpp"
#include "base/places.hpp"
#include "host/exchange.hpp"
#include "host/opened_profile.hpp"

namespace jeton {

/// How `jeton login` is to go about it.
struct LoginOptions {
  enum class Browser { opened, only_told };
  enum class Code { from_terminal, from_standard_input };
  std::string profile;
  Browser browser = Browser::opened;
  Code code = Code::from_terminal;
};

/// What a login works with. No lock is held while a person thinks.
struct Login {
  const OpenedProfile& of;
  const Folder& state;
  const Environment& environment;
  const LoginOptions& options;
};

/// Gets a token as the profile's grant wants it: a person's consent, or without one. Throws Error where none comes of
/// it.
Reply log_in(const Login& login);

/// RFC 6749 section 4.1: a person consents in a browser, whose answer comes to a listener on loopback or is pasted.
/// Throws Error where no token comes of it.
Reply log_in_by_browser(const Login& login);

/// RFC 8628: a person enters a code on another device.
Reply log_in_by_device(const Login& login);

/// The token request of a consent: the profile's turn is waited for, and Ctrl-C waits for its end.
std::expected<Reply, ConsentRefused> exchange_in_turn(const Login& login, const TokenEndpoint& endpoint,
                                                      const Grant& grant);

/// For scripts, where standard output is no terminal and no browser is opened: the address and nothing else.
void print_bare_address(const LoginOptions& options, const std::string& address);

/// Why an authorization endpoint gave no code, or a device code no token (RFC 6749 section 4.1.2.1).
Error consent_error(const std::string& error, const std::string& description, const std::string& profile);

}  // namespace jeton
