#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "child_processes.hpp"

namespace jeton::sandbox {

/// The environment that git is run in: the user's PATH, and nobody's configuration.
std::vector<std::string> git_environment();

/// The folder with git's own programs, such as git-http-backend.
std::filesystem::path git_exec_path(ChildProcesses& processes);

/// Makes a bare repository with one commit on main, unless there is a repository already. Throws std::runtime_error if
/// git fails.
void make_demo_repository(ChildProcesses& processes, const std::filesystem::path& repository);

}  // namespace jeton::sandbox
