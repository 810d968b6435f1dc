#include "connection_threads.hpp"

#include <thread>
#include <utility>

namespace jeton::sandbox {

void ConnectionThreads::enqueue(std::function<void()> connection) {
  {
    const std::lock_guard lock(mutex_);
    ++running_;
  }
  std::thread([this, run = std::move(connection)] {
    run();
    const std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_all();
  }).detach();
}

void ConnectionThreads::shutdown() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return running_ == 0; });
}

}  // namespace jeton::sandbox
