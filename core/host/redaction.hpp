#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jeton {

/// Takes secrets out of other people's words: a provider may repeat in an error what it was sent, and a library what
/// it was told.
class Redaction {
 public:
  Redaction() = default;
  Redaction(const Redaction&) = default;
  Redaction& operator=(const Redaction&) = default;
  ~Redaction();

  /// As it is, and as forms, URLs and JSON have it. What is shorter than four bytes can be guessed, and would be found
  /// in every other word: it is left alone.
  void add(std::string_view secret);

  /// The text with `<redacted>` in every secret's place. To be called before anything is escaped or cut.
  std::string operator()(std::string text) const;

 private:
  std::vector<std::string> forms_;  ///< the longest first, lest a part of one is all that is found
};

}  // namespace jeton
