#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json.hpp"

namespace jeton::sandbox {

using Time = std::chrono::system_clock::time_point;
using Seconds = std::chrono::duration<double>;

/// In the order of the wire; a name may come more than once (a 401 for git has two WWW-Authenticate).
using Headers = std::vector<std::pair<std::string, std::string>>;

/// The first value of the header, whose name is compared without regard to case; empty if there is none.
std::string_view header(const Headers& headers, std::string_view name);

std::string lower_case(std::string_view text);

/// Takes the next piece of a body; false ends the reading.
using BodySink = std::function<bool(std::string_view)>;

struct Request {
  std::string method;
  std::string path;                                    ///< percent-decoded, without the query
  std::string query = {};                              ///< as sent, without the question mark
  std::map<std::string, std::string> parameters = {};  ///< the query, decoded
  Headers headers = {};
  Time received = {};
  /// Passes on the body, without any Content-Encoding it was sent with. To be called at most once; what is left unread
  /// is thrown away after the response.
  std::function<void(const BodySink&)> read_body = {};
};

/// The request's whole body, or nothing if it is longer than `limit` bytes.
std::optional<std::string> whole_body(const Request& request, std::size_t limit);

/// `https://host[:port]`, by the name that the client has for this site.
std::string origin(const Request& request);

/// Whether the request's Accept header has this very media type, with these parameters. A wildcard does not count.
bool accepts(const Request& request, std::string_view media_type);

/// Whether the request's Content-Type is this media type, with whatever parameters.
bool has_content_type(const Request& request, std::string_view media_type);

bool is_get(const Request& request);  ///< GET, or HEAD, which is answered likewise but for the body

enum class Delivery {
  answer,
  hang,     ///< nothing is sent until the client goes away
  close,    ///< the connection is closed without a byte
  cut_off,  ///< the connection is closed after half of the body, of which Content-Length announces all
};

struct Response {
  int status = 200;
  Headers headers = {};
  std::string body = {};
  /// Where set, the body in pieces, instead of `body`, until it returns nothing.
  std::function<std::optional<std::string>()> stream = {};
  Seconds delay{0};  ///< how long to wait before anything is sent
  Delivery delivery = Delivery::answer;
};

Response json_response(int status, const Json& body, Headers headers = {});
Response text_response(int status, std::string body);

/// 405 with the Allow header that RFC 9110 section 15.5.6 demands.
Response method_not_allowed(std::string_view allowed);

/// An IMF-fixdate (RFC 9110 section 5.6.7), as in Date and Retry-After.
std::string http_date(Time time);

}  // namespace jeton::sandbox
