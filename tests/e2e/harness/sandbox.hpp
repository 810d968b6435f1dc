#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "harness/process.hpp"
#include "harness/temporary_folder.hpp"

namespace jeton::e2e {

/// jeton-sandbox: the providers clearstreet, studyteam and portfolios on loopback, each with an API, a git repository
/// and a registry behind it. Ends with the object.
class Sandbox {
 public:
  Sandbox();

  std::string url(const std::string& provider) const { return "https://" + authority(provider); }
  /// `localhost:PORT`.
  std::string authority(const std::string& provider) const { return "localhost:" + port(provider); }
  std::string port(const std::string& provider) const;

  std::filesystem::path folder() const { return home_.path() / "sandbox"; }
  std::filesystem::path ca_file() const { return folder() / "ca.pem"; }
  /// The ready configuration, with further keys (whole lines) in some profiles.
  std::string configuration(const std::map<std::string, std::string>& further_keys = {}) const;
  /// What must never be shown.
  std::string client_secret(const std::string& provider) const;

  nlohmann::json requests(const std::string& provider) const;
  int token_requests(const std::string& provider) const { return count(provider, "token_requests"); }
  /// One of the sandbox's counters: token_requests, granted, api, git, registry, unauthorized.
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

 private:
  std::string request(const std::string& provider, const char* method, const std::string& path) const;

  TemporaryFolder home_;
  Process process_;
  nlohmann::json description_;
};

}  // namespace jeton::e2e
