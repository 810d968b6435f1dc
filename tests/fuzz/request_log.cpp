#include "store/request_log.hpp"

#include "fuzz.hpp"

// A line of the log of requests. It is written as it was read, and has no control character but its tabs.
void jeton::fuzz(std::string_view input) {
  const auto request = LoggedRequest::parse(input);
  if (!request) return;
  const auto line = request->line();
  must(line.ends_with('\n') && line.find('\n') == line.size() - 1);
  const auto again = LoggedRequest::parse(std::string_view(line).substr(0, line.size() - 1));
  must(again && again->line() == line);
}
