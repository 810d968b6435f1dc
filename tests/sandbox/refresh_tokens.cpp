#include "refresh_tokens.hpp"

#include "random.hpp"

namespace jeton::sandbox {

void RefreshTokens::set_policy(RefreshPolicy policy) {
  const std::lock_guard lock(mutex_);
  policy_ = policy;
}

std::string RefreshTokens::first(const Consent& consent) {
  const std::lock_guard lock(mutex_);
  if (policy_ == RefreshPolicy::none) return {};
  std::string token = random_text(48);
  tokens_[token] = {.consent = consent};
  return token;
}

RefreshTokens::Use RefreshTokens::use(const std::string& token) {
  const std::lock_guard lock(mutex_);
  const auto found = tokens_.find(token);
  if (found == tokens_.end()) return {};
  const Token known = found->second;
  const bool taken = known.standing == Standing::current ||
                     (known.standing == Standing::preceding && policy_ == RefreshPolicy::rotate_with_leeway);
  if (!taken) {
    std::erase_if(tokens_, [&](const auto& other) { return other.second.consent.family == known.consent.family; });
    return {.outcome = Outcome::reused, .consent = known.consent};
  }
  return {.outcome = Outcome::good, .consent = known.consent, .token = replace(token)};
}

std::optional<Consent> RefreshTokens::consent_for(const std::string& token) const {
  const std::lock_guard lock(mutex_);
  const auto found = tokens_.find(token);
  if (found == tokens_.end()) return std::nullopt;
  return found->second.consent;
}

void RefreshTokens::revoke_family(std::string_view family) {
  const std::lock_guard lock(mutex_);
  std::erase_if(tokens_, [&](const auto& token) { return token.second.consent.family == family; });
}

std::size_t RefreshTokens::expire_all() {
  const std::lock_guard lock(mutex_);
  const std::size_t count = tokens_.size();
  tokens_.clear();
  return count;
}

std::string RefreshTokens::replace(const std::string& token) {
  if (policy_ == RefreshPolicy::none || policy_ == RefreshPolicy::keep) return {};
  const Consent consent = tokens_[token].consent;
  for (auto& [name, other] : tokens_) {
    if (other.consent.family == consent.family) other.standing = Standing::spent;
  }
  tokens_[token].standing = Standing::preceding;
  std::string next = random_text(48);
  tokens_[next] = {.consent = consent};
  return next;
}

}  // namespace jeton::sandbox
