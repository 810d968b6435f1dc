#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "child_processes.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

/// What a CGI program (RFC 3875) is told about a request, as environment variables. `script` is the start of the path
/// that names the program; what follows it is the program's PATH_INFO.
std::vector<std::string> cgi_environment(const Request& request, std::string_view script);

/// Runs a CGI program with the request's body and returns its response, whose body streams out of the program. An
/// answer without a header is a 502.
Response cgi_response(ChildProcesses& processes, const Command& command, const Request& request);

}  // namespace jeton::sandbox
