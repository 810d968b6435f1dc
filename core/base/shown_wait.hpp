#pragma once

#include <cstdint>
#include <string>

#include "base/time.hpp"

namespace jeton {

/// A wait that people see: after its first second, a terminal has a line that says for what and for how long already,
/// counted up in place, and gone when this goes. Where a line cannot be written over (TERM=dumb), it is said once.
/// Without a terminal nothing is said.
class ShownWait {
 public:
  /// `what` is the whole sentence, such as "waiting for auth.example.com"; `at_most` is when it will be given up.
  ShownWait(std::string what, Seconds at_most);
  ShownWait(const ShownWait&) = delete;
  ShownWait& operator=(const ShownWait&) = delete;
  ~ShownWait();

  /// To be called at least once a second. What is waited for may have become another.
  void tick();
  void tick(const std::string& what);

 private:
  std::string what_;
  Seconds at_most_;
  std::int64_t began_ms_;
  Seconds shown_ = 0;
};

}  // namespace jeton
