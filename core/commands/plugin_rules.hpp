#pragma once

#include <string>

#include "jeton/provider.hpp"

/// What holds of every plugin, beside what its provider's document says. Each returns what it found, or throws
/// std::runtime_error with what does not hold; either may hold anything, so it is escaped when shown.
namespace jeton {

/// `library` is the plugin's file, byte for byte.
std::string check_exports(const std::string& library);
std::string check_metadata(const Metadata& metadata);
std::string check_settings(const Metadata& metadata);

}  // namespace jeton
