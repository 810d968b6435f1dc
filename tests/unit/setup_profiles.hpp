#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "routes/routes.hpp"

namespace jeton {

/// A profile of which only the `urls` matter.
inline ProfileRoute profile_with(const std::string& name, const std::vector<std::string>& urls) {
  ProfileRoute profile{.name = name};
  for (const auto& url : urls) {
    std::string trouble;
    const auto pattern = UrlPattern::parse(url, trouble);
    if (!pattern) throw std::invalid_argument(url + ' ' + trouble);
    profile.urls.push_back(*pattern);
  }
  return profile;
}

}  // namespace jeton
