#include "login/redirect_listener.hpp"

#include <httplib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <mutex>
#include <system_error>
#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/process.hpp"
#include "match/request_url.hpp"

namespace jeton {
namespace {

Page not_taken(const std::string& why) {
  return {.mood = Page::Mood::bad,
          .title = "This is not the answer",
          .text = "The address of this page " + why + ". The login still waits for its own.",
          .detail = {}};
}

Page answered_before() {
  return {.mood = Page::Mood::bad,
          .title = "Already answered",
          .text = "This login has had its answer. What came of it is on the first page, and in the terminal.",
          .detail = {}};
}

}  // namespace

struct RedirectListener::State {
  httplib::Server server;
  std::thread thread;
  std::string redirect_url;
  int port = 0;
  Fd ready;
  Read read;

  std::mutex mutex;
  bool answered = false;
  AuthorizationResponse answer;
  std::promise<Page> page;
  bool page_shown = false;

  void respond(const httplib::Request& request, httplib::Response& response);
};

void RedirectListener::State::respond(const httplib::Request& request, httplib::Response& response) {
  const auto send = [&](int status, const Page& shown) {
    response.status = status;
    response.set_header("Content-Security-Policy", content_security_policy);
    response.set_header("Cache-Control", "no-store");
    response.set_header("Referrer-Policy", "no-referrer");
    response.set_content(html(shown), "text/html; charset=utf-8");
  };
  const auto question = std::min(request.target.find('?'), request.target.size());
  auto taken = read(std::string_view(request.target).substr(std::min(question + 1, request.target.size())));
  if (!taken) return send(400, not_taken(taken.error()));
  {
    const std::lock_guard guard(mutex);
    if (answered) return send(409, answered_before());
    answered = true;
    answer = std::move(*taken);
  }
  ::eventfd_write(ready.number(), 1);
  const auto shown = page.get_future().get();
  send(shown.mood == Page::Mood::good ? 200 : 400, shown);
}

bool RedirectListener::can_listen(const std::string& redirect_url) {
  const auto url = parse_request_url(redirect_url);
  return url && url->scheme == "http" && is_loopback(url->authority.host);
}

RedirectListener::RedirectListener(const std::string& redirect_url, Read read) : state_(std::make_unique<State>()) {
  const auto url = *parse_request_url(redirect_url);
  auto host = url.authority.host == "localhost" ? std::string("127.0.0.1") : url.authority.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  state_->read = std::move(read);
  state_->ready = Fd(::eventfd(0, EFD_CLOEXEC));

  constexpr time_t patience = 5;  // for a browser's request, in seconds
  constexpr std::size_t longest_request = 1U << 16U;
  state_->server.set_read_timeout(patience);
  state_->server.set_keep_alive_max_count(1);
  state_->server.set_payload_max_length(longest_request);
  // A browser may open a connection that it never uses.
  state_->server.set_keep_alive_timeout(1);
  // Not shared with another program that listens there, as httplib would have it; only with connections of before.
  state_->server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  const auto path = url.path.value_or("/");
  state_->server.set_pre_routing_handler([this, path](const httplib::Request& request, httplib::Response& response) {
    if (request.method != "GET" || request.path != path) {
      response.status = 404;
    } else {
      state_->respond(request, response);
    }
    return httplib::Server::HandlerResponse::Handled;
  });

  if (url.authority.port) {
    state_->port = *url.authority.port;
    errno = 0;
    if (!state_->server.bind_to_port(host, state_->port)) {
      const auto address = host + ':' + std::to_string(state_->port);
      throw Error(Status::unreachable, errno == EADDRINUSE ? "another program listens on " + address
                                                           : "nothing can listen on " + address + " (" +
                                                                 std::generic_category().message(errno) + ')');
    }
  } else {
    state_->port = state_->server.bind_to_any_port(host);
    if (state_->port <= 0) throw Error(Status::unreachable, "nothing can listen on " + host);
  }
  state_->redirect_url = "http://" + url.authority.host + ':' + std::to_string(state_->port) + path;
  const SignalsHeld held;
  state_->thread = std::thread([this] { state_->server.listen_after_bind(); });
  while (!state_->server.is_running()) std::this_thread::yield();  // a server that does not run yet cannot be stopped
}

RedirectListener::~RedirectListener() {
  if (!state_->page_shown) show(answered_before());
  state_->server.stop();
  state_->thread.join();
}

const std::string& RedirectListener::redirect_url() const {
  return state_->redirect_url;
}
int RedirectListener::port() const {
  return state_->port;
}
int RedirectListener::ready() const {
  return state_->ready.number();
}

AuthorizationResponse RedirectListener::answer() const {
  const std::lock_guard guard(state_->mutex);
  return state_->answer;
}

void RedirectListener::show(const Page& page) {
  state_->page.set_value(page);
  state_->page_shown = true;
}

}  // namespace jeton
