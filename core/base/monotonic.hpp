#pragma once

#include <cstdint>
#include <ctime>

namespace jeton {

/// Milliseconds since some moment before, by a clock that nobody sets: for how long something takes.
inline std::int64_t monotonic_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace jeton
