#include "access_tokens.hpp"

namespace jeton::sandbox {

void AccessTokens::add(const std::string& token, const std::string& family, Time dead_at) {
  const std::lock_guard lock(mutex_);
  if (!revoked_families_.contains(family)) tokens_[token] = {.family = family, .dead_at = dead_at};
}

bool AccessTokens::accepts(std::string_view token, Time now) const {
  const std::lock_guard lock(mutex_);
  if (policy_ == Policy::deny_all) return false;
  const auto found = tokens_.find(std::string(token));
  return found != tokens_.end() && now < found->second.dead_at;
}

void AccessTokens::revoke(const std::string& token) {
  const std::lock_guard lock(mutex_);
  tokens_.erase(token);
}

void AccessTokens::revoke_family(const std::string& family) {
  const std::lock_guard lock(mutex_);
  revoked_families_.insert(family);
  std::erase_if(tokens_, [&](const auto& token) { return token.second.family == family; });
}

std::size_t AccessTokens::revoke_all() {
  const std::lock_guard lock(mutex_);
  const std::size_t count = tokens_.size();
  tokens_.clear();
  return count;
}

void AccessTokens::set_policy(Policy policy) {
  const std::lock_guard lock(mutex_);
  policy_ = policy;
}

}  // namespace jeton::sandbox
