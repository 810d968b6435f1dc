#pragma once

#include <string>

#include "front/arguments.hpp"
#include "front/token_source.hpp"

namespace jeton {

/// `jeton token`, `jeton curl` and `jeton reject`: between the command's arguments and standard output.
/// Each returns the exit status, and throws Error for what goes wrong.
int print_token(const Arguments& arguments, TokenSource& tokens);
int print_curl_configuration(const Arguments& arguments, TokenSource& tokens);
/// What `jeton curl` prints where it has no token to give: it makes every curl fail before it sends anything.
void print_failing_curl_configuration(const Arguments& arguments, const std::string& reason);
/// `jeton exec PROFILE -- COMMAND…`: becomes the command, with the token in JETON_TOKEN. Returns only where it cannot
/// be run, with what a shell has for that: 127 where there is no such program, else 126.
int become_command(const Arguments& arguments, TokenSource& tokens);

/// `jeton reject PROFILE`
int reject_token(const Arguments& arguments, TokenSource& tokens);

}  // namespace jeton
