#include "http_conversion.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace jeton::sandbox {

namespace {

/// A content provider with a length, rather than `set_content`: that would compress the body for clients that take it,
/// and a huge answer would be small. Of the body, as much is sent as `sent` says; less than all ends the connection.
void set_body(httplib::Response& to, const std::string& content_type, std::string body, std::size_t sent) {
  const std::size_t size = body.size();
  to.set_content_provider(
      size, content_type,
      [body = std::move(body), sent](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        return offset < sent && sink.write(body.data() + offset, std::min(length, sent - offset));
      });
}

void set_stream(httplib::Response& to, const std::string& content_type, decltype(Response::stream) stream) {
  to.set_chunked_content_provider(content_type,
                                  [stream = std::move(stream)](std::size_t /*offset*/, httplib::DataSink& sink) {
                                    const auto piece = stream();
                                    if (piece) return sink.write(piece->data(), piece->size());
                                    sink.done();
                                    return true;
                                  });
}

}  // namespace

Request request_from(const httplib::Request& from) {
  Request request = {.method = from.method, .path = from.path, .received = std::chrono::system_clock::now()};
  if (const auto mark = from.target.find('?'); mark != std::string::npos) request.query = from.target.substr(mark + 1);
  request.parameters = {from.params.begin(), from.params.end()};
  for (const auto& [name, value] : from.headers) {
    // cpp-httplib adds headers that nobody sent.
    constexpr std::array<std::string_view, 4> invented = {"REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT"};
    if (std::ranges::find(invented, name) == invented.end()) request.headers.emplace_back(name, value);
  }
  request.read_body = [](const BodySink&) {};
  return request;
}

void copy(Response from, httplib::Response& to) {
  to.status = from.status;
  std::string content_type;
  for (auto& [name, value] : from.headers) {
    if (lower_case(name) == "content-type") {
      content_type = std::move(value);
    } else {
      to.headers.emplace(std::move(name), std::move(value));
    }
  }
  if (from.stream) {
    set_stream(to, content_type, std::move(from.stream));
  } else if (!from.body.empty()) {
    const std::size_t size = from.body.size();
    set_body(to, content_type, std::move(from.body), from.delivery == Delivery::cut_off ? size / 2 : size);
  }
}

}  // namespace jeton::sandbox
