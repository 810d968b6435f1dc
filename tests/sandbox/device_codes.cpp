#include "device_codes.hpp"

#include <algorithm>

#include "random.hpp"

namespace jeton::sandbox {

namespace {

using namespace std::chrono_literals;

/// RFC 8628 section 6.1: no vowels, lest there be words.
constexpr std::string_view user_code_letters = "BCDFGHJKLMNPQRSTVWXZ";

std::string letters_in(std::string_view user_code) {
  std::string letters;
  for (const char c : user_code) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper >= 'A' && upper <= 'Z') letters += upper;
  }
  return letters;
}

}  // namespace

void DeviceCodes::set_interval(std::chrono::seconds interval) {
  const std::lock_guard lock(mutex_);
  interval_ = interval;
}

DeviceAuthorization DeviceCodes::issue(const Consent& consent, Time now) {
  const std::lock_guard lock(mutex_);
  constexpr auto lifetime = 600s;
  const std::string device_code = random_text(40);
  const std::string letters = random_text(8, user_code_letters);
  codes_[device_code] = {.user_code = letters, .consent = consent, .dead_at = now + lifetime, .interval = interval_};
  return {.device_code = device_code,
          .user_code = letters.substr(0, 4) + '-' + letters.substr(4),
          .expires_in = lifetime,
          .interval = interval_};
}

std::optional<std::string> DeviceCodes::scope_to_confirm(std::string_view user_code, Time now) const {
  const std::lock_guard lock(mutex_);
  const auto device_code = pending(user_code, now);
  if (!device_code) return std::nullopt;
  return codes_.at(*device_code).consent.scope;
}

bool DeviceCodes::decide(std::string_view user_code, Decision decision, Time now) {
  const std::lock_guard lock(mutex_);
  const auto device_code = pending(user_code, now);
  if (!device_code) return false;
  Standing& standing = codes_.at(*device_code).standing;
  switch (decision) {
    case Decision::allow: standing = Standing::allowed; break;
    case Decision::deny: standing = Standing::denied; break;
  }
  return true;
}

DeviceCodes::Poll DeviceCodes::poll(const std::string& device_code, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = codes_.find(device_code);
  if (found == codes_.end()) return {};
  Code& code = found->second;
  const bool too_early = code.polled && now < *code.polled + code.interval;
  code.polled = now;
  if (code.standing == Standing::spent) return {.standing = Standing::spent};
  if (now >= code.dead_at) return {.standing = Standing::expired};
  if (too_early) {
    code.interval += 5s;
    return {.standing = Standing::slow_down};
  }
  if (code.standing != Standing::allowed) return {.standing = code.standing};
  code.standing = Standing::spent;
  return {.standing = Standing::allowed, .consent = code.consent};
}

std::size_t DeviceCodes::expire_all() {
  const std::lock_guard lock(mutex_);
  for (auto& [device_code, code] : codes_) code.dead_at = {};
  return codes_.size();
}

std::optional<std::string> DeviceCodes::pending(std::string_view user_code, Time now) const {
  const std::string letters = letters_in(user_code);
  const auto found = std::ranges::find_if(codes_, [&](const auto& entry) {
    const Code& code = entry.second;
    return code.user_code == letters && code.standing == Standing::pending && now < code.dead_at;
  });
  if (found == codes_.end()) return std::nullopt;
  return found->first;
}

}  // namespace jeton::sandbox
