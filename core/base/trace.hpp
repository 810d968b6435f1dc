#pragma once

#include <string>

namespace jeton {

/// With JETON_TRACE=1, says on standard error what is done and why. Never give it a secret.
void trace(const std::string& text);

}  // namespace jeton
