#include "fault_plan.hpp"

namespace jeton::sandbox {

void FaultPlan::set(PlannedFault planned, std::int64_t times) {
  const std::lock_guard lock(mutex_);
  planned_ = planned;
  left_ = times;
}

PlannedFault FaultPlan::next() {
  const std::lock_guard lock(mutex_);
  const PlannedFault now = planned_;
  if (left_ > 0) {
    --left_;
    if (left_ == 0) planned_ = {};
  }
  return now;
}

}  // namespace jeton::sandbox
