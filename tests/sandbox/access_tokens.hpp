#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "http_message.hpp"

namespace jeton::sandbox {

/// The access tokens of one provider that its services take. Safe to use from several threads.
class AccessTokens {
 public:
  enum class Policy { accept_valid, deny_all };

  /// The token is taken until `dead_at`, unless it or its family (of tokens that come of one consent; empty: none) is
  /// revoked, which may have been a moment ago.
  void add(const std::string& token, const std::string& family, Time dead_at);

  bool accepts(std::string_view token, Time now) const;

  void revoke(const std::string& token);
  void revoke_family(const std::string& family);

  /// None of the tokens added so far is taken any more. Returns how many there were.
  std::size_t revoke_all();

  void set_policy(Policy policy);

 private:
  struct Token {
    std::string family;
    Time dead_at;
  };

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Token> tokens_;
  std::unordered_set<std::string> revoked_families_;
  Policy policy_ = Policy::accept_valid;
};

}  // namespace jeton::sandbox
