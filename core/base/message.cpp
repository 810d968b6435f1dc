#include "base/message.hpp"

#include <unistd.h>

#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"

namespace jeton {

void print_message(const std::string& text) {
  try {
    write_all(STDERR_FILENO, "jeton: " + escaped(text) + '\n');
  } catch (const std::system_error&) {
    return;  // nobody listens
  }
}

}  // namespace jeton
