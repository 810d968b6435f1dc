#include "basic_credentials.hpp"

#include <string_view>

#include "base64.hpp"

namespace jeton::sandbox {

std::optional<BasicCredentials> basic_credentials(const Request& request) {
  const std::string_view value = header(request.headers, "Authorization");
  const auto space = value.find(' ');
  if (space == std::string_view::npos || lower_case(value.substr(0, space)) != "basic") return std::nullopt;
  const auto user_and_password = decoded_base64(value.substr(space + 1));
  if (!user_and_password) return std::nullopt;
  const auto colon = user_and_password->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return BasicCredentials{.user = user_and_password->substr(0, colon),
                          .password = user_and_password->substr(colon + 1)};
}

}  // namespace jeton::sandbox
