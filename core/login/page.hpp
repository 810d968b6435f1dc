#pragma once

#include <string>

namespace jeton {

/// What a browser shows that comes back from the provider.
struct Page {
  enum class Mood { good, bad };
  Mood mood = Mood::good;
  std::string title;
  std::string text;    ///< may hold anything
  std::string detail;  ///< what the provider said, word for word; may hold anything, and may be empty
};

/// The page as HTML that needs nothing else: no script, no image, no font from anywhere.
std::string html(const Page& page);

/// With it no other site is ever asked for anything.
inline constexpr const char* content_security_policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace jeton
