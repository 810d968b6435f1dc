#include "base/fingerprint.hpp"

#include <sodium/crypto_generichash.h>

#include <array>

#include "base/text.hpp"

namespace jeton {

Fingerprint& Fingerprint::add(std::string_view part) {
  parts_ += std::to_string(part.size());
  parts_ += ':';
  parts_ += part;
  return *this;
}

std::string Fingerprint::hex() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, crypto_generichash_BYTES_MIN> digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(parts_.data()), parts_.size(),
                     nullptr, 0);
  std::string out;
  for (const unsigned byte : digest) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string fingerprint(std::string_view secret) {
  return Fingerprint().add(secret).hex();
}

}  // namespace jeton
