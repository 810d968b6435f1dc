#include "http_message.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace jeton::sandbox {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

/// Media types are compared in lower case and without the optional white space around their parameters.
std::string normalized_media_type(std::string_view text) {
  std::string normalized = lower_case(text);
  std::erase_if(normalized, [](char c) { return c == ' ' || c == '\t'; });
  return normalized;
}

bool is_with_parameters(std::string_view media_type, std::string_view wanted) {
  return media_type == wanted || (media_type.starts_with(wanted) && media_type[wanted.size()] == ';');
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::string_view header(const Headers& headers, std::string_view name) {
  const auto found = std::ranges::find_if(headers, [&](const auto& h) { return equal_ignoring_case(h.first, name); });
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::string> whole_body(const Request& request, std::size_t limit) {
  std::string body;
  bool fits = true;
  request.read_body([&](std::string_view piece) {
    fits = fits && piece.size() <= limit - body.size();
    if (fits) body += piece;
    return true;
  });
  if (!fits) return std::nullopt;
  return body;
}

std::string origin(const Request& request) {
  return "https://" + std::string(header(request.headers, "Host"));
}

bool accepts(const Request& request, std::string_view media_type) {
  const std::string wanted = normalized_media_type(media_type);
  const std::string offered = normalized_media_type(header(request.headers, "Accept"));
  for (std::string_view rest = offered; !rest.empty();) {
    const auto comma = rest.find(',');
    if (is_with_parameters(rest.substr(0, comma), wanted)) return true;
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return false;
}

bool has_content_type(const Request& request, std::string_view media_type) {
  return is_with_parameters(normalized_media_type(header(request.headers, "Content-Type")), media_type);
}

bool is_get(const Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

Response json_response(int status, const Json& body, Headers headers) {
  headers.emplace_back("Content-Type", "application/json");
  return {.status = status, .headers = std::move(headers), .body = to_text(body)};
}

Response text_response(int status, std::string body) {
  return {.status = status, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = std::move(body)};
}

Response method_not_allowed(std::string_view allowed) {
  return json_response(405, {{"error", "invalid_request"}, {"error_description", "use " + std::string(allowed)}},
                       {{"Allow", std::string(allowed)}});
}

std::string http_date(Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  // The sandbox never calls setlocale, so the names of days and months are the English ones that the RFC wants.
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

}  // namespace jeton::sandbox
