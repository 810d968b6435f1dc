#pragma once

#include <string>
#include <string_view>

#include "http_message.hpp"

namespace jeton::sandbox {

/// `text` as it stands between tags, or between the quotes of an attribute.
std::string html_escaped(std::string_view text);

/// A page that reads well on a phone, too. `title`, which is also its heading, is text; `content` is HTML.
Response html_page(int status, std::string_view title, std::string_view content);

/// A page that tells the user what is wrong, and sends nobody anywhere.
Response error_page(std::string_view problem);

}  // namespace jeton::sandbox
