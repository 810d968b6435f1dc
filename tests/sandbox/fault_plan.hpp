#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "fault.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

struct PlannedFault {
  const Fault* fault = nullptr;    ///< null: all is well
  std::optional<Seconds> seconds;  ///< what the fault's own default is replaced with
};

/// Which fault the next token requests of a provider meet. Safe to use from several threads.
class FaultPlan {
 public:
  /// The next `times` token requests meet the fault; 0: all of them.
  void set(PlannedFault planned, std::int64_t times);

  /// What the token request that has just come in meets. To be called once for each.
  PlannedFault next();

 private:
  std::mutex mutex_;
  PlannedFault planned_;
  std::int64_t left_ = 0;  ///< 0: without end
};

}  // namespace jeton::sandbox
