#pragma once

#include <span>
#include <string_view>

#include "front/arguments.hpp"
#include "front/token_source.hpp"

namespace jeton {

/// `jeton token`, `jeton curl`, `jeton login` and `jeton reject`: between the command's arguments and standard output.
/// Each returns the exit status, and throws Error for what goes wrong.
int print_token(const Arguments& arguments, TokenSource& tokens);
int print_curl_configuration(const Arguments& arguments, TokenSource& tokens);
int log_in(const Arguments& arguments, TokenSource& tokens);
int reject_token(const Arguments& arguments, TokenSource& tokens);

}  // namespace jeton
