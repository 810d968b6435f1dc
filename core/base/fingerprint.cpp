#include "base/fingerprint.hpp"

#include <sodium/crypto_hash_sha256.h>

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
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(parts_.data()), parts_.size());
  std::string out;
  for (std::size_t i = 0; i < 16; ++i) {
    out += digits[digest.at(i) >> 4U];
    out += digits[digest.at(i) & 15U];
  }
  return out;
}

std::string fingerprint(std::string_view secret) {
  return Fingerprint().add(secret).hex();
}

}  // namespace jeton
