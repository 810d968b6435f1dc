#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace jeton::e2e {

/// A provider on plain http and loopback that tells in its answers what it was sent, as one may that somebody is
/// debugging. It takes every client, code and refresh token.
class EchoingProvider {
 public:
  /// How it answers a token request.
  enum class Mood {
    gives,                ///< a token
    tells_header,         ///< an error whose description has the Authorization header as it came
    tells_body,           ///< the body as it came
    tells_values,         ///< the values of the body
    tells_in_error,       ///< the values in place of the error's code
    tells_in_title,       ///< problem details (RFC 9457) with the values
    tells_in_token_type,  ///< a token of a type that is the values, and the token
    tells_in_page,        ///< a page of HTML with the values
    redirects,            ///< to an address with the values in it
    throttles,            ///< with the values in the description
    invalid_grant         ///< as above
  };

  /// What it gives.
  struct Gifts {
    std::string access_token;
    std::string refresh_token;
    std::string device_code;
  };

  explicit EchoingProvider(Gifts gifts);
  EchoingProvider(const EchoingProvider&) = delete;
  EchoingProvider& operator=(const EchoingProvider&) = delete;
  ~EchoingProvider();

  std::string url() const { return "http://localhost:" + std::to_string(port_); }
  void set(Mood mood);
  /// The headers and bodies of all requests, and the values in them.
  std::string received() const;

 private:
  void take(const httplib::Request& request);
  void answer(const httplib::Request& request, httplib::Response& response) const;

  Gifts gifts_;
  std::unique_ptr<httplib::Server> server_;
  mutable std::mutex mutex_;
  Mood mood_ = Mood::gives;
  std::string received_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace jeton::e2e
