#include "provider.hpp"

#include <array>

namespace jeton::sandbox {

namespace {

constexpr std::array all = {&clearstreet, &studyteam, &portfolios, &tradier, &clayton, &pkce, &device};

}  // namespace

std::span<const Provider* const> providers() {
  return all;
}

}  // namespace jeton::sandbox
