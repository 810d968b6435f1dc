#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "configuration.hpp"

namespace jeton::sandbox {

/// What to tell a person about a sandbox that runs: what is where, and commands to try. The last line is "ready", which
/// programs wait for.
std::string guide(std::span<const Place> places, const std::filesystem::path& folder);

}  // namespace jeton::sandbox
