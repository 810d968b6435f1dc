#include "commands/style.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace jeton {
namespace {

const char* code_of(Colour colour) {
  switch (colour) {
    case Colour::plain: return "0";
    case Colour::dim: return "2";
    case Colour::red: return "31";
    case Colour::green: return "32";
    case Colour::yellow: return "33";
  }
  return "0";
}

}  // namespace

Style Style::of_output(const Environment& environment) {
  Style style{.terminal = ::isatty(STDOUT_FILENO) != 0};
  style.coloured =
      style.terminal && environment("NO_COLOR").value_or("").empty() && environment("TERM").value_or("dumb") != "dumb";
  winsize size{};
  if (style.terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.columns = size.ws_col;
  return style;
}

std::string Style::in(Colour colour, const std::string& text) const {
  if (!coloured || colour == Colour::plain || text.empty()) return text;
  return std::string("\x1b[") + code_of(colour) + 'm' + text + "\x1b[0m";
}

}  // namespace jeton
