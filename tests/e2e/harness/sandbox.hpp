#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "harness/process.hpp"
#include "harness/temporary_folder.hpp"

namespace jeton::e2e {

/// What the user says on a consent page.
enum class Decision { allow, deny };

/// jeton-sandbox: providers on loopback, each with an API, a git repository and a registry behind it. Those named
/// clearstreet, studyteam and portfolios give tokens for client credentials; tradier, clayton, pkce and device ask a
/// user. Ends with the object.
class Sandbox {
 public:
  /// Its certificate names these hosts as well.
  explicit Sandbox(const std::vector<std::string>& hosts = {});

  std::string url(const std::string& provider) const { return "https://" + authority(provider); }
  /// `localhost:PORT`.
  std::string authority(const std::string& provider) const { return "localhost:" + port(provider); }
  std::string port(const std::string& provider) const;

  std::filesystem::path folder() const { return home_.path() / "sandbox"; }
  std::filesystem::path ca_file() const { return folder() / "ca.pem"; }
  /// The ready configuration, with further keys (whole lines) in some profiles.
  std::string configuration(const std::map<std::string, std::string>& further_keys = {}) const;
  /// The callback that is registered with the provider; tradier alone has one.
  std::string redirect_url(const std::string& provider) const;
  std::string client_id(const std::string& provider) const;
  /// What must never be shown. The provider device has none.
  std::string client_secret(const std::string& provider) const;

  nlohmann::json requests(const std::string& provider) const;
  int token_requests(const std::string& provider) const { return count(provider, "token_requests"); }
  /// One of the sandbox's counters: token_requests, granted, api, git, registry, unauthorized, refresh_requests,
  /// consents, denials, revocations, device_requests, reuse_detected.
  int count(const std::string& provider, const std::string& what) const;
  /// Waits until the number of token requests is reached; false where it is not, or is exceeded.
  bool wait_for_token_requests(const std::string& provider, int number) const;

  static constexpr int for_good = 0;
  /// The next token requests fail in this way.
  void fault(const std::string& provider, const std::string& name, int times = 1,
             std::optional<int> seconds = std::nullopt) const;
  /// Every token issued so far is refused by the services from now on.
  void revoke(const std::string& provider) const;
  /// The services refuse every token.
  void deny_all(const std::string& provider) const;
  /// What the provider does about refresh tokens from now on: none, keep, rotate or rotate-with-leeway.
  void set_refresh_tokens(const std::string& provider, const std::string& policy) const;
  /// All that were issued so far are expired: codes, device_codes, refresh_tokens or access_tokens.
  void expire(const std::string& provider, const std::string& what) const;
  /// Between the polls of device codes that are issued from now on.
  void set_interval(const std::string& provider, int seconds) const;

  /// Decides on the consent page at an authorization URL, as a browser would. Returns the Location that the browser is
  /// sent to, without going there; where the page shows the code instead (clayton's), that code; empty where it shows
  /// none. Throws std::runtime_error where the provider answers with an error page.
  std::string consent(const std::string& url, Decision decision = Decision::allow) const;
  /// Enters a user code on the provider device's page, and decides. Throws as `consent` does.
  void approve_device(const std::string& user_code, Decision decision = Decision::allow) const;

 private:
  struct Answer {
    std::string body;
    std::string location;
  };

  /// With a form where there is one.
  Answer send(const std::string& address, const char* method, const std::string& form = {}) const;
  std::string request(const std::string& provider, const char* method, const std::string& path) const;

  TemporaryFolder home_;
  Process process_;
  nlohmann::json description_;
};

}  // namespace jeton::e2e
