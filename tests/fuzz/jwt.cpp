#include "jwt.hpp"

#include <sodium/utils.h>

std::string jeton::jwt_with(std::string_view claims) {
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string encoded(sodium_base64_encoded_len(claims.size(), variant), '\0');
  ::sodium_bin2base64(encoded.data(), encoded.size(), reinterpret_cast<const unsigned char*>(claims.data()),
                      claims.size(), variant);
  encoded.pop_back();  // its NUL
  return "e30." + encoded + ".c2ln";
}
