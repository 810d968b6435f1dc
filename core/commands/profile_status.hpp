#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/places.hpp"
#include "base/time.hpp"
#include "host/plugins.hpp"

namespace jeton {

/// Where a profile stands. Times are in seconds since 1970.
struct ProfileStatus {
  std::string profile;
  std::string provider;
  std::string state;               ///< `fresh`, `expiring`, `expired`, `none`, `login-required`, `rejected`, `held-off`
  std::optional<Seconds> sent_at;  ///< when its token was asked for
  std::optional<Seconds> expires_at;
  std::string expires_by;            ///< what said so
  std::optional<Seconds> renews_at;  ///< from when on its token is renewed before anybody has to wait
  std::optional<Seconds> held_off_until;
  std::string note;  ///< what is wrong, if anything
};

/// Of these profiles, or of all. Asks no provider. Throws Error(configuration) for a name that none has.
std::vector<ProfileStatus> profile_statuses(const Places& places, Plugins& plugins,
                                            const std::vector<std::string>& names, Seconds now);

}  // namespace jeton
