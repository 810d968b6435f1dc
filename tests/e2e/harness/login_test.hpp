#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "harness/sandbox_test.hpp"

namespace jeton::e2e {

/// Somebody who logs in at the sandbox's providers tradier, clayton, pkce and device.
class LoginTest : public SandboxTest {
 protected:
  /// `jeton login --no-browser PROFILE`, with more arguments. Standard input stays open.
  Process start_login(const std::string& profile, std::vector<std::string> more = {},
                      Process::Input input = Process::Input::stays_open) const;
  /// The address that the login wants opened.
  static std::string address(Process& login);
  /// What a login by device wants entered.
  static std::string user_code(Process& login);

  /// Consents, as a browser does: goes to the address, decides, and follows the provider's redirect to the listener.
  /// Returns the page that comes of it.
  std::string consent_in_browser(const std::string& address, Decision decision = Decision::allow) const;
  /// Opens a page of the listener.
  Outcome visit(const std::string& url) const;
  Process start_visit(const std::string& url) const;

  /// The whole of it, which has to succeed.
  void log_in(const std::string& profile) const;

  /// The state folder's file of the profile, in words; empty where there is none.
  std::string stored(const std::string& profile) const;
  /// Every file of the state and the cache but the locks, which name their last holder.
  std::map<std::filesystem::path, std::string> all_files() const;
  /// As after a reboot that cleans caches.
  void clean_cache() const;
  /// As though every pause were over.
  void forget_hold_offs() const;

  /// How long the tokens to come live, in seconds; 0 is as documented.
  void set_lifetime(const std::string& provider, int seconds) const;
  /// The profile's state, as `jeton status` has it.
  std::string state_of(const std::string& profile) const;
  /// What git's helper answers for the profile's provider.
  Outcome git_get(const std::string& profile, const std::string& further_lines = {}) const;
};

/// The text with the first `from` in it, which must be there, replaced by `to`.
std::string replaced(std::string text, const std::string& from, const std::string& to);
/// The value of a parameter of the URL's query, as it stands there; empty where there is none.
std::string parameter_of(const std::string& url, const std::string& name);

}  // namespace jeton::e2e
