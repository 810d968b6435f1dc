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
  std::string url;
  Headers headers;
  std::string body;
  bool operator==(const HttpRequest&) const = default;
};

/// What came back: at most 1 MiB of body.
struct HttpResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

/// The first header of that name, or an empty view. It points into `headers`.
std::string_view find_header(const Headers& headers, std::string_view name);

/// Sets the header, replacing one of the same name.
void set_header(Headers& headers, std::string_view name, std::string_view value);

}  // namespace jeton
