#pragma once

#include <httplib.h>

#include <condition_variable>
#include <functional>
#include <mutex>

namespace jeton::sandbox {

/// A thread for each connection. cpp-httplib's own pool has a fixed number of threads, all of which can be taken by
/// connections that hang or are kept alive.
class ConnectionThreads : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> connection) override;

  /// Waits for all connections to end.
  void shutdown() override;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int running_ = 0;
};

}  // namespace jeton::sandbox
