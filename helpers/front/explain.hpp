#pragma once

#include "front/arguments.hpp"
#include "front/token_source.hpp"

namespace jeton {

/// `jeton explain URL`: which profile answers for it in each protocol and by which rule, how the tool gets its
/// token, and which nearly does. No provider is asked. Returns the exit status: that of no credentials where no tool
/// gets any.
int explain(const Arguments& arguments, TokenSource& tokens);

}  // namespace jeton
