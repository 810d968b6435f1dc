#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "consent.hpp"
#include "refresh_policy.hpp"

namespace jeton::sandbox {

/// The refresh tokens that one provider gave. Safe to use from several threads.
class RefreshTokens {
 public:
  enum class Outcome {
    good,
    invalid,  ///< never given, expired or revoked
    reused,   ///< replaced by a newer one before; its family's refresh tokens are revoked now
  };

  struct Use {
    Outcome outcome = Outcome::invalid;
    Consent consent = {};    ///< what it was given for; unless invalid
    std::string token = {};  ///< what takes its place; empty: nothing does
  };

  void set_policy(RefreshPolicy policy);

  /// A family's first one; empty where the policy is to give none.
  std::string first(const Consent& consent);

  Use use(const std::string& token);

  /// What a token that is neither expired nor revoked was given for.
  std::optional<Consent> consent_for(const std::string& token) const;

  void revoke_family(std::string_view family);

  /// Returns how many there were.
  std::size_t expire_all();

 private:
  enum class Standing {
    current,
    preceding,  ///< what the current one was given for
    spent,
  };

  struct Token {
    Consent consent;
    Standing standing = Standing::current;
  };

  std::string replace(const std::string& token);

  mutable std::mutex mutex_;
  RefreshPolicy policy_ = RefreshPolicy::none;
  std::unordered_map<std::string, Token> tokens_;  ///< without the expired and revoked ones
};

}  // namespace jeton::sandbox
