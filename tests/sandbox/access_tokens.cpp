#include "access_tokens.hpp"

namespace jeton::sandbox {

void AccessTokens::add(const std::string& token, Time dead_at) {
  const std::lock_guard lock(mutex_);
  dead_at_[token] = dead_at;
}

bool AccessTokens::accepts(std::string_view token, Time now) const {
  const std::lock_guard lock(mutex_);
  if (policy_ == Policy::deny_all) return false;
  const auto found = dead_at_.find(std::string(token));
  return found != dead_at_.end() && now < found->second;
}

std::size_t AccessTokens::revoke_all() {
  const std::lock_guard lock(mutex_);
  const std::size_t count = dead_at_.size();
  dead_at_.clear();
  return count;
}

void AccessTokens::set_policy(Policy policy) {
  const std::lock_guard lock(mutex_);
  policy_ = policy;
}

}  // namespace jeton::sandbox
