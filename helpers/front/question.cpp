#include "front/question.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace jeton {

Question read_question(std::string_view text) {
  Question question;
  const auto colon = text.find("://");
  const std::string scheme(colon == std::string_view::npos ? "https://" : text.substr(0, colon + 3));
  auto rest = colon == std::string_view::npos ? text : text.substr(colon + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    question.username = authority.substr(0, std::min(at, authority.find(':')));
    rest.remove_prefix(at + 1);
  }
  // git refuses a user name that it could not write into a line.
  const bool is_written = !question.username || printable(*question.username) == *question.username;
  if (is_written) question.url = parse_request_url(scheme + std::string(rest));
  if (question.url && colon == std::string_view::npos) question.url->scheme.reset();
  question.text = (colon == std::string_view::npos ? std::string() : scheme) + std::string(rest);
  return question;
}

}  // namespace jeton
