#include "digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace jeton::sandbox {

std::string sha256(std::string_view data) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(),
                 nullptr) != 1) {
    throw std::runtime_error("OpenSSL could not compute a SHA-256");
  }
  digest.resize(size);
  return digest;
}

std::string sha256_digest(std::string_view data) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256:";
  for (const char c : sha256(data)) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0xfU];
  }
  return text;
}

std::string hmac_sha256(std::string_view key, std::string_view data) {
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(data.data()),
           data.size(), reinterpret_cast<unsigned char*>(mac.data()), &size) == nullptr) {
    throw std::runtime_error("OpenSSL could not compute an HMAC");
  }
  mac.resize(size);
  return mac;
}

}  // namespace jeton::sandbox
