#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "login/authorization.hpp"
#include "login/page.hpp"

namespace jeton {

/// Listens on loopback for the browser that the provider sends back (RFC 8252 section 7.3). The first answer that
/// belongs to this login is taken, and its browser waits for the page that `show` gives it; every other one is told at
/// once why it is not taken.
class RedirectListener {
 public:
  using Read = std::function<std::expected<AuthorizationResponse, std::string>(std::string_view query)>;

  /// Nothing where the redirect URL is not http on loopback: then a browser does not come here.
  static bool can_listen(const std::string& redirect_url);

  /// `redirect_url` may leave out the port: then any free one is used. `read` is called from another thread. Throws
  /// Error(unreachable) where the port is taken.
  RedirectListener(const std::string& redirect_url, Read read);
  RedirectListener(const RedirectListener&) = delete;
  RedirectListener& operator=(const RedirectListener&) = delete;
  /// Waits for every page to be delivered.
  ~RedirectListener();

  /// With the port that is used.
  const std::string& redirect_url() const;
  int port() const;

  /// Readable once there is an answer.
  int ready() const;
  AuthorizationResponse answer() const;
  void show(const Page& page);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jeton
