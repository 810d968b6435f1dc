#include "listener.hpp"

#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <climits>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

#include "connection_threads.hpp"
#include "http_conversion.hpp"

namespace jeton::sandbox {

namespace {

/// The socket under a request. cpp-httplib tells of the TLS session alone, which knows it.
int socket_of(const httplib::Request& request) {
  return SSL_get_fd(request.ssl);
}

/// Waits, but not for a client that has gone away. Returns whether it is still there.
bool wait_with_client(const httplib::Request& request, int milliseconds) {
  pollfd connection = {.fd = socket_of(request), .events = POLLRDHUP, .revents = 0};
  return poll(&connection, 1, milliseconds) == 0;
}

/// Nothing that is sent from now on arrives, and no further request is read.
void drop_connection(const httplib::Request& request) {
  ::shutdown(socket_of(request), SHUT_RDWR);
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

void log(const std::string& name, const Request& request, std::string_view outcome) {
  std::string path = request.path;
  std::ranges::replace_if(path, [](char c) { return has_control_character({&c, 1}); }, '?');
  // In one piece, so that lines from several threads do not mix.
  std::cerr << name + ' ' + request.method + ' ' + path + ' ' + std::string(outcome) + '\n';
}

}  // namespace

class Listener::Server {
 public:
  Server(std::string name, const ServerIdentity& identity, int port)
      : name_(std::move(name)), https_(identity.certificate.get(), identity.key.get()) {
    if (!https_.is_valid()) throw std::runtime_error("OpenSSL does not take the server's certificate");
    SSL_CTX_set_min_proto_version(https_.ssl_context(), TLS1_2_VERSION);
    https_.set_tcp_nodelay(true);
    // For longer than git packs what it is going to push: it cannot repeat that on a new connection.
    https_.set_keep_alive_timeout(300);
    https_.set_keep_alive_max_count(1'000'000);
    https_.set_read_timeout(std::chrono::seconds(60));
    https_.set_write_timeout(std::chrono::seconds(60));
    https_.new_task_queue = [] { return new ConnectionThreads; };
    bind(port);
  }

  ~Server() {
    https_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }

  void start(Responder responder) {
    responder_ = std::move(responder);
    https_.set_pre_routing_handler(
        [this](const httplib::Request& from, httplib::Response& to) { return answer_without_body(from, to); });
    const auto with_body = [this](const httplib::Request& from, httplib::Response& to,
                                  const httplib::ContentReader& reader) { answer_with_body(from, to, reader); };
    constexpr auto any_path = "[^]*";
    https_.Post(any_path, with_body);
    https_.Put(any_path, with_body);
    https_.Patch(any_path, with_body);
    https_.Delete(any_path, with_body);
    thread_ = std::thread([this] { https_.listen_after_bind(); });
  }

 private:
  void bind(int port) {
    int socket = -1;
    https_.set_socket_options([&socket](int created) {
      socket = created;
      // cpp-httplib's own option, SO_REUSEPORT, would let two sandboxes share a port, and clients get either.
      constexpr int yes = 1;
      setsockopt(created, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    if (port == 0) {
      port_ = https_.bind_to_any_port("127.0.0.1");
    } else if (https_.bind_to_port("127.0.0.1", port)) {
      port_ = port;
    }
    if (port_ <= 0) throw std::runtime_error("port " + std::to_string(port) + " of 127.0.0.1 is not free");
    // cpp-httplib lets 5 connections wait; a crowd of clients would see theirs delayed by seconds.
    ::listen(socket, SOMAXCONN);
    https_.set_socket_options([](int) {});
  }

  /// cpp-httplib reads a POST that announces no body until the client closes the connection; such a request has none.
  httplib::Server::HandlerResponse answer_without_body(const httplib::Request& from, httplib::Response& to) {
    const bool announces_body = from.has_header("Content-Length") || from.has_header("Transfer-Encoding");
    const bool may_have_body =
        from.method == "POST" || from.method == "PUT" || from.method == "PATCH" || from.method == "DELETE";
    if (announces_body && may_have_body) return httplib::Server::HandlerResponse::Unhandled;
    answer(request_from(from), from, to);
    // A body that is not read would be taken for the next request.
    if (announces_body) to.headers.emplace("Connection", "close");
    return httplib::Server::HandlerResponse::Handled;
  }

  void answer_with_body(const httplib::Request& from, httplib::Response& to, const httplib::ContentReader& reader) {
    bool read = false;
    Request request = request_from(from);
    request.read_body = [&](const BodySink& sink) {
      read = true;
      const bool whole = reader([&](const char* data, std::size_t size) { return sink({data, size}); });
      if (!whole) throw std::runtime_error("the client did not send the whole body");
    };
    answer(request, from, to);
    if (!read) reader([](const char*, std::size_t) { return true; });
  }

  void answer(const Request& request, const httplib::Request& from, httplib::Response& to) {
    Response response = respond(request);
    bool send = response.delivery == Delivery::answer || response.delivery == Delivery::cut_off;
    if (response.delay > Seconds(0)) {
      const double milliseconds = std::min(response.delay.count() * 1000, static_cast<double>(INT_MAX));
      send = wait_with_client(from, static_cast<int>(milliseconds)) && send;
    }
    if (response.delivery == Delivery::hang) wait_with_client(from, -1);
    log(name_, request, send ? std::to_string(response.status) : "closed");
    if (!send) return drop_connection(from);
    response.headers.emplace_back("Date", http_date(request.received));
    copy(std::move(response), to);
  }

  Response respond(const Request& request) {
    if (has_control_character(request.path)) return text_response(400, "The path has a control character in it.\n");
    try {
      return responder_(request);
    } catch (const std::exception& error) {
      std::cerr << name_ + ": " + error.what() + '\n';
      return text_response(500, "The sandbox failed.\n");
    }
  }

  const std::string name_;
  httplib::SSLServer https_;
  int port_ = -1;
  Responder responder_;
  std::thread thread_;
};

Listener::Listener(std::string name, const ServerIdentity& identity, int port)
    : server_(std::make_unique<Server>(std::move(name), identity, port)) {}

Listener::~Listener() = default;

int Listener::port() const {
  return server_->port();
}

void Listener::start(Responder responder) {
  server_->start(std::move(responder));
}

}  // namespace jeton::sandbox
