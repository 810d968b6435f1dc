#include "store/box.hpp"

#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

namespace jeton {
namespace {

constexpr auto base64 = sodium_base64_VARIANT_ORIGINAL;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(box_key_size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string random_bytes(std::size_t size) {
  std::string out(size, '\0');
  ::randombytes_buf(out.data(), out.size());
  return out;
}

std::string base64_encode(std::string_view raw) {
  std::string out(sodium_base64_encoded_len(raw.size(), base64), '\0');
  ::sodium_bin2base64(out.data(), out.size(), bytes(raw), raw.size(), base64);
  out.pop_back();  // its NUL
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  if (::sodium_base642bin(bytes(out), out.size(), text.data(), text.size(), nullptr, &size, nullptr, base64) != 0) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::string close_box(std::string_view text, const std::string& key) {
  const auto nonce = random_bytes(nonce_size);
  std::string box(text.size() + tag_size, '\0');
  ::crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(box), nullptr, bytes(text), text.size(), nullptr, 0, nullptr,
                                               bytes(std::string_view(nonce)), bytes(std::string_view(key)));
  return base64_encode(nonce + box);
}

std::optional<std::string> open_box(std::string_view box, const std::string& key) {
  const auto raw = base64_decode(box);
  if (!raw || raw->size() < nonce_size + tag_size) return std::nullopt;
  const auto closed = std::string_view(*raw).substr(nonce_size);
  std::string text(closed.size() - tag_size, '\0');
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(text), nullptr, nullptr, bytes(closed), closed.size(), nullptr,
                                                   0, bytes(*raw), bytes(std::string_view(key))) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace jeton
