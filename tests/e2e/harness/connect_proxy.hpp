#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace jeton::e2e {

/// An HTTP proxy on loopback that knows CONNECT alone, serves one connection at a time, and connects to this machine
/// whatever the host.
class ConnectProxy {
 public:
  ConnectProxy();
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;
  ~ConnectProxy();

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// `host:port` of each connection that was asked for.
  std::vector<std::string> targets() const;

 private:
  void serve();
  void tunnel(int client);
  bool wait_for(int fd) const;

  int listener_ = -1;
  int stop_ = -1;  ///< becomes readable at the end
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> targets_;
  std::thread thread_;
};

}  // namespace jeton::e2e
