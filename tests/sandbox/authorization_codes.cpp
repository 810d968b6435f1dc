#include "authorization_codes.hpp"

#include <utility>

namespace jeton::sandbox {

void AuthorizationCodes::add(const std::string& code, const AuthorizationRequest& request, const Consent& consent,
                             Time dead_at) {
  const std::lock_guard lock(mutex_);
  codes_[code] = {.request = request, .consent = consent, .dead_at = dead_at};
}

AuthorizationCodes::Use AuthorizationCodes::use(const std::string& code, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = codes_.find(code);
  if (found == codes_.end()) return {};
  Code& known = found->second;
  if (known.standing == Standing::good && now >= known.dead_at) return {};
  return {
      .standing = std::exchange(known.standing, Standing::spent), .request = known.request, .consent = known.consent};
}

std::size_t AuthorizationCodes::expire_all() {
  const std::lock_guard lock(mutex_);
  for (auto& [code, known] : codes_) known.dead_at = {};
  return codes_.size();
}

}  // namespace jeton::sandbox
