#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http_message.hpp"

namespace jeton::sandbox {

/// The access tokens of one provider that its services take. Safe to use from several threads.
class AccessTokens {
 public:
  enum class Policy { accept_valid, deny_all };

  /// The token is taken until `dead_at`, unless it is revoked before.
  void add(const std::string& token, Time dead_at);

  bool accepts(std::string_view token, Time now) const;

  /// None of the tokens added so far is taken any more. Returns how many there were.
  std::size_t revoke_all();

  void set_policy(Policy policy);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Time> dead_at_;
  Policy policy_ = Policy::accept_valid;
};

}  // namespace jeton::sandbox
