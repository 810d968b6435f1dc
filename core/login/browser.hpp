#pragma once

#include <string>

#include "base/places.hpp"

namespace jeton {

/// Opens the address in the user's browser: $BROWSER, else xdg-open. False where neither can be started; that one was
/// started does not mean that anybody sees it.
bool open_in_browser(const std::string& url, const Environment& environment);

}  // namespace jeton
