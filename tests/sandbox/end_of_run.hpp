#pragma once

#include "descriptor.hpp"
#include "options.hpp"

namespace jeton::sandbox {

/// Waits for what ends the sandbox: SIGINT, SIGTERM, SIGHUP, and the end of standard input where that is asked for.
class EndOfRun {
 public:
  /// Blocks the signals from now on, so that none ends the process half-way; to be made before any thread.
  explicit EndOfRun(EndsAt ends_at);

  /// Returns at the end, which may have come before the call.
  void wait();

 private:
  EndsAt ends_at_;
  Descriptor signals_;
};

}  // namespace jeton::sandbox
