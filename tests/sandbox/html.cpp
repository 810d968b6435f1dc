#include "html.hpp"

namespace jeton::sandbox {

namespace {

constexpr std::string_view style =
    "body { font: 1.1em/1.5 sans-serif; max-width: 32em; margin: 2em auto; padding: 0 1em }\n"
    "button, input { font: inherit; padding: .5em 1.5em; margin: .5em .5em 0 0 }\n"
    "code { font-size: 1.2em; overflow-wrap: anywhere }\n";

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

Response html_page(int status, std::string_view title, std::string_view content) {
  const std::string heading = html_escaped(title);
  std::string body = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  body += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + heading + "</title>\n";
  body.append("<style>\n").append(style).append("</style>\n</head>\n<body>\n<h1>").append(heading).append("</h1>\n");
  body.append(content).append("</body>\n</html>\n");
  // RFC 6749 section 10.13: nobody may put a consent page into a frame and have the user click on it unseen. Where a
  // form leads to is left open: that would hold for the redirect to the client, too.
  return {.status = status,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

Response error_page(std::string_view problem) {
  return html_page(400, "This cannot be", "<p>" + html_escaped(problem) + "</p>\n");
}

}  // namespace jeton::sandbox
