#include "cgi.hpp"

#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "child_process.hpp"

namespace jeton::sandbox {

namespace {

/// Reads lines up to an empty one from `text` and takes them away; nothing if they are no header.
std::optional<Headers> take_header(std::string& text) {
  Headers headers;
  for (std::size_t start = 0;;) {
    const auto end = text.find('\n', start);
    if (end == std::string::npos) return std::nullopt;
    std::string_view line(text.data() + start, end - start);
    if (line.ends_with('\r')) line.remove_suffix(1);
    start = end + 1;
    if (line.empty()) {
      text.erase(0, start);
      return headers;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto value = line.find_first_not_of(' ', colon + 1);
    headers.emplace_back(line.substr(0, colon), value == std::string_view::npos ? "" : line.substr(value));
  }
}

/// The output up to the end of the header, and whatever came along.
std::string output_with_header(ChildProcess& process) {
  std::string output;
  while (output.find("\n\n") == std::string::npos && output.find("\r\n\r\n") == std::string::npos) {
    const auto piece = process.read();
    if (!piece) break;
    output += *piece;
  }
  return output;
}

}  // namespace

std::vector<std::string> cgi_environment(const Request& request, std::string_view script) {
  const auto value = [&](std::string_view name) { return std::string(header(request.headers, name)); };
  // No CONTENT_LENGTH, for the body arrives decoded: its end is the end of the input. For the same reason no
  // HTTP_CONTENT_ENCODING.
  return {"GATEWAY_INTERFACE=CGI/1.1",
          "SERVER_PROTOCOL=HTTP/1.1",
          "REQUEST_METHOD=" + request.method,
          "SCRIPT_NAME=" + std::string(script),
          "PATH_INFO=" + request.path.substr(script.size()),
          "QUERY_STRING=" + request.query,
          "CONTENT_TYPE=" + value("Content-Type"),
          "REMOTE_ADDR=127.0.0.1"};
}

Response cgi_response(ChildProcesses& processes, const Command& command, const Request& request) {
  const auto process = std::make_shared<ChildProcess>(processes, command);
  request.read_body([&](std::string_view piece) {
    process->write(piece);
    return true;
  });
  process->close_input();

  std::string output = output_with_header(*process);
  auto headers = take_header(output);
  if (!headers) return text_response(502, "The program behind this page did not answer.\n");
  Response response = {.status = 200};
  for (auto& [name, value] : *headers) {
    if (lower_case(name) == "status") {
      std::from_chars(value.data(), value.data() + value.size(), response.status);
    } else {
      response.headers.emplace_back(std::move(name), std::move(value));
    }
  }
  response.stream = [process, first = std::move(output)]() mutable -> std::optional<std::string> {
    if (!first.empty()) return std::exchange(first, {});
    return process->read();
  };
  return response;
}

}  // namespace jeton::sandbox
