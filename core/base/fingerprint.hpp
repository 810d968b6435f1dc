#pragma once

#include <string>
#include <string_view>

namespace jeton {

/// BLAKE2b over parts, each with its length, so that no two lists of parts give the same digest by chance of how they
/// are joined. A tool waits for the fingerprint of its token, and in portable code SHA-256 takes several times as long.
class Fingerprint {
 public:
  Fingerprint& add(std::string_view part);

  /// Its 128 bits in hexadecimal: 32 characters.
  std::string hex() const;

 private:
  std::string parts_;
};

/// What a token or a login is known by where the secret itself must not be.
std::string fingerprint(std::string_view secret);

}  // namespace jeton
