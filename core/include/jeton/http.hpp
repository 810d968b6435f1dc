#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jeton {

/// One header field. Names compare without regard to case, as HTTP says.
struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

using Headers = std::vector<Header>;

/// What a provider wants sent. The host sends it over https (plain http to loopback alone), follows no redirect and
/// adds nothing but what HTTP itself needs (Host, Content-Length, Connection).
struct HttpRequest {
  std::string method = "POST";
  std::string url;   ///< absolute, with its query
  Headers headers;   ///< without line ends
  std::string body;  ///< at most 1 MiB
  bool operator==(const HttpRequest&) const = default;
};

/// What came back: at most 1 MiB of body. A request that nothing came back for is not a plugin's business.
struct HttpResponse {
  int status = 0;   ///< RFC 9110 section 15; the answer to a token request is never a redirection (3xx)
  Headers headers;  ///< in the order in which they came
  std::string body;
};

/// The first header of that name, or an empty view. It points into `headers`.
std::string_view find_header(const Headers& headers, std::string_view name);

/// Sets the header, replacing the first of the same name.
void set_header(Headers& headers, std::string_view name, std::string_view value);

}  // namespace jeton
