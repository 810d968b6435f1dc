#include "random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace jeton::sandbox {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t filled = 0; filled < count;) {
    const ssize_t got = getrandom(bytes.data() + filled, count - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "the system gives no random bytes");
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string random_text(std::size_t length, std::string_view alphabet) {
  std::string text = random_bytes(length);
  for (char& c : text) c = alphabet[static_cast<unsigned char>(c) % alphabet.size()];
  return text;
}

}  // namespace jeton::sandbox
