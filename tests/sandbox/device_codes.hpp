#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "consent.hpp"
#include "consent_page.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

/// What a device shows its user, and what it polls with (RFC 8628 section 3.2).
struct DeviceAuthorization {
  std::string device_code;
  std::string user_code;  ///< eight letters with a hyphen in the middle
  std::chrono::seconds expires_in;
  std::chrono::seconds interval;  ///< between two polls, at least
};

/// The device codes of one provider. Safe to use from several threads.
class DeviceCodes {
 public:
  enum class Standing { pending, slow_down, denied, expired, allowed, spent, unknown };

  struct Poll {
    Standing standing = Standing::unknown;
    Consent consent = {};  ///< where it is allowed
  };

  /// For codes that are issued from now on.
  void set_interval(std::chrono::seconds interval);

  DeviceAuthorization issue(const Consent& consent, Time now);

  /// The scope that a user code is to be confirmed for, if the user has yet to decide. What people type is forgiven:
  /// case and punctuation do not matter (RFC 8628 section 6.1).
  std::optional<std::string> scope_to_confirm(std::string_view user_code, Time now) const;

  /// False if there is nothing to decide.
  bool decide(std::string_view user_code, Decision decision, Time now);

  /// One that finds the code allowed spends it. One that comes too early is told to slow down, and wants 5 seconds more
  /// between all polls to come (RFC 8628 section 3.5).
  Poll poll(const std::string& device_code, Time now);

  /// Returns how many there were.
  std::size_t expire_all();

 private:
  struct Code {
    std::string user_code;  ///< letters alone
    Consent consent;
    Time dead_at;
    std::chrono::seconds interval;
    std::optional<Time> polled = {};
    Standing standing = Standing::pending;
  };

  /// The device code of a user code that the user has yet to decide on.
  std::optional<std::string> pending(std::string_view user_code, Time now) const;

  mutable std::mutex mutex_;
  std::chrono::seconds interval_{1};
  std::unordered_map<std::string, Code> codes_;
};

}  // namespace jeton::sandbox
