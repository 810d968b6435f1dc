#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace jeton::e2e {

/// An HTTP proxy on loopback that knows CONNECT alone, and connects to this machine whatever the host.
class ConnectProxy {
 public:
  /// `host:port`, and the port of this machine that is meant by it.
  using Ports = std::map<std::string, std::string>;

  /// With ports, for these targets alone: connections to others are refused.
  explicit ConnectProxy(std::optional<Ports> ports = std::nullopt);
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
  std::optional<std::string> port_of(const std::string& target) const;

  const std::optional<Ports> ports_;
  int listener_ = -1;
  int stop_ = -1;  ///< becomes readable at the end
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> targets_;
  std::vector<std::thread> tunnels_;  ///< touched by thread_ alone, until that ends
  std::thread thread_;
};

}  // namespace jeton::e2e
