#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "authorization_request.hpp"
#include "consent.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

/// The codes that one provider gave. Safe to use from several threads.
class AuthorizationCodes {
 public:
  enum class Standing { good, spent, unknown };

  struct Use {
    Standing standing = Standing::unknown;  ///< before this use
    AuthorizationRequest request = {};      ///< what the code was given for; unless unknown
    Consent consent = {};
  };

  void add(const std::string& code, const AuthorizationRequest& request, const Consent& consent, Time dead_at);

  /// Spends the code, whatever comes of it.
  Use use(const std::string& code, Time now);

  /// Returns how many there were.
  std::size_t expire_all();

 private:
  struct Code {
    AuthorizationRequest request;
    Consent consent;
    Time dead_at;
    Standing standing = Standing::good;
  };

  std::mutex mutex_;
  std::unordered_map<std::string, Code> codes_;
};

}  // namespace jeton::sandbox
