#pragma once

#include <functional>
#include <memory>
#include <string>

#include "certificate.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

/// Answers one request; called from several threads at once.
using Responder = std::function<Response(const Request&)>;

/// An HTTPS server on a port of 127.0.0.1, with a thread for each connection, so that one that hangs keeps none of the
/// others waiting.
class Listener {
 public:
  /// Takes the port (0: any free one), so that clients can connect, but does not answer them yet. Throws
  /// std::runtime_error if the port is not free. `name` is what the log on standard error calls this server.
  Listener(std::string name, const ServerIdentity& identity, int port);

  /// Stops accepting, and waits for the connections that there are, which may be long: a client that hangs, hangs here.
  /// Who is in a hurry ends the process.
  ~Listener();

  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int port() const;

  /// Starts to answer, in the background. To be called once. Each request is a line on standard error: the server's
  /// name, the method, the path, the status, and never a header, a query or a body.
  void start(Responder responder);

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace jeton::sandbox
