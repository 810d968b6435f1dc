#include "harness/connect_proxy.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <utility>

namespace jeton::e2e {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void check(bool done, const char* what) {
  if (!done) throw std::system_error(errno, std::generic_category(), what);
}

/// Moves what there is; false at the end of either.
bool move(int from, int to) {
  std::array<char, 65536> buffer{};
  const ssize_t count = ::read(from, buffer.data(), buffer.size());
  return count > 0 && ::send(to, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) == count;
}

}  // namespace

ConnectProxy::ConnectProxy(std::optional<Ports> ports)
    : ports_(std::move(ports)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      stop_(::eventfd(0, EFD_CLOEXEC)) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  check(listener_ >= 0 && stop_ >= 0, "socket");
  check(::bind(listener_, generic, size) == 0 && ::listen(listener_, 16) == 0, "listen");
  check(::getsockname(listener_, generic, &size) == 0, "getsockname");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

ConnectProxy::~ConnectProxy() {
  const std::uint64_t one = 1;
  if (::write(stop_, &one, sizeof one) == sizeof one) {
    thread_.join();
    for (auto& tunnel : tunnels_) tunnel.join();
  }
  ::close(listener_);
  ::close(stop_);
}

std::vector<std::string> ConnectProxy::targets() const {
  const std::lock_guard lock(mutex_);
  return targets_;
}

/// False at the end of the proxy.
bool ConnectProxy::wait_for(int fd) const {
  std::array<pollfd, 2> files = {pollfd{.fd = stop_, .events = POLLIN, .revents = 0},
                                 pollfd{.fd = fd, .events = POLLIN, .revents = 0}};
  while (::poll(files.data(), files.size(), -1) < 0 && errno == EINTR) continue;
  return files[0].revents == 0;
}

std::optional<std::string> ConnectProxy::port_of(const std::string& target) const {
  if (!ports_) return target.substr(target.rfind(':') + 1);
  const auto found = ports_->find(target);
  return found == ports_->end() ? std::nullopt : std::optional(found->second);
}

void ConnectProxy::serve() {
  while (wait_for(listener_)) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    tunnels_.emplace_back([this, client] {
      tunnel(client);
      ::close(client);
    });
  }
}

void ConnectProxy::tunnel(int client) {
  std::string head;
  for (char c = 0; !head.ends_with("\r\n\r\n");) {
    if (!wait_for(client) || ::read(client, &c, 1) != 1) return;
    head += c;
  }
  constexpr std::string_view method = "CONNECT ";
  if (!head.starts_with(method)) return;
  const auto target = head.substr(method.size(), head.find(' ', method.size()) - method.size());
  {
    const std::lock_guard lock(mutex_);
    targets_.push_back(target);
  }
  const auto port = port_of(target);
  if (!port) {
    constexpr std::string_view refused = "HTTP/1.1 403 Forbidden\r\n\r\n";
    ::send(client, refused.data(), refused.size(), MSG_NOSIGNAL);
    return;
  }
  const auto address = loopback(std::stoi(*port));
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  constexpr std::string_view established = "HTTP/1.1 200 Connection established\r\n\r\n";
  if (server >= 0 && ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::send(client, established.data(), established.size(), MSG_NOSIGNAL) > 0) {
    std::array<pollfd, 3> files = {pollfd{.fd = stop_, .events = POLLIN, .revents = 0},
                                   pollfd{.fd = client, .events = POLLIN, .revents = 0},
                                   pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    while (::poll(files.data(), files.size(), -1) > 0 && files[0].revents == 0) {
      if (files[1].revents != 0 && !move(client, server)) break;
      if (files[2].revents != 0 && !move(server, client)) break;
    }
  }
  ::close(server);
}

}  // namespace jeton::e2e
