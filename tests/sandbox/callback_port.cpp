#include "callback_port.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <random>
#include <stdexcept>

#include "descriptor.hpp"

namespace jeton::sandbox {

namespace {

bool is_free(int port) {
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<in_port_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

int callback_port() {
  std::random_device random;
  // The ephemeral ports begin at 32768.
  std::uniform_int_distribution<int> ports(20000, 31999);
  for (int attempt = 0; attempt < 1000; ++attempt) {
    if (const int port = ports(random); is_free(port)) return port;
  }
  throw std::runtime_error("there is no free port for a callback");
}

}  // namespace jeton::sandbox
