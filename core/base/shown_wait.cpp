#include "base/shown_wait.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include "base/file.hpp"
#include "base/message.hpp"
#include "base/monotonic.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

bool can_write_over() {
  const char* const terminal = ::getenv("TERM");
  return terminal != nullptr && *terminal != '\0' && std::string_view(terminal) != "dumb";
}

/// Both in one line: a longer one could not be written over. What there is no room for is taken from the first.
std::string in_a_line(std::string what, const std::string& how_long) {
  winsize size{};
  const std::size_t columns = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  const auto room = columns - std::min(columns, how_long.size() + 1);
  if (what.size() > room) {
    const auto is_inside_character = [&](std::size_t at) {
      return (static_cast<unsigned char>(what[at]) & 0xc0U) == 0x80U;
    };
    auto end = room - std::min<std::size_t>(room, 1);
    while (end > 0 && is_inside_character(end)) --end;
    what = what.substr(0, end) + "…";
  }
  return what + how_long;
}

void write(const std::string& text) {
  try {
    write_all(STDERR_FILENO, text);
  } catch (const std::system_error&) {
    return;  // nobody looks
  }
}

}  // namespace

ShownWait::ShownWait(std::string what, Seconds at_most)
    : what_(std::move(what)), at_most_(at_most), began_ms_(monotonic_ms()) {}

ShownWait::~ShownWait() {
  if (shown_ > 0 && can_write_over()) write("\r\x1b[K");
}

void ShownWait::tick(const std::string& what) {
  what_ = what;
  tick();
}

void ShownWait::tick() {
  const auto waited = (monotonic_ms() - began_ms_) / 1000;
  if (waited <= shown_ || ::isatty(STDERR_FILENO) == 0) return;
  if (can_write_over()) {
    write("\r\x1b[K" +
          in_a_line("jeton: " + escaped(what_), ", " + in_words(waited) + " of at most " + in_words(at_most_)));
  } else if (shown_ == 0) {
    print_message(what_ + ", for at most " + in_words(at_most_));
  }
  shown_ = waited;
}

}  // namespace jeton
