#pragma once

#include <string>

#include "child_processes.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

/// What answers git's requests, for all sites.
struct GitBackend {
  ChildProcesses& processes;
  std::string http_backend;  ///< the program git-http-backend
  std::string project_root;  ///< the folder with demo.git
};

/// Answers a request under /git/ (Bearer and Basic), /git-basic/ or /git-bearer/ (one alone): git's smart HTTP
/// protocol, to fetch from and push to demo.git.
Response git_service(Site& site, const Request& request);

}  // namespace jeton::sandbox
