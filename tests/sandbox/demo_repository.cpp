#include "demo_repository.hpp"

#include <cstdlib>
#include <string_view>

#include "child_process.hpp"

namespace jeton::sandbox {

namespace {

std::string data(std::string_view text) {
  return "data " + std::to_string(text.size()) + '\n' + std::string(text) + '\n';
}

/// For git fast-import. The date is fixed, so the commit has the same name in every sandbox.
std::string first_commit() {
  return "commit refs/heads/main\n"
         "committer jeton sandbox <sandbox@localhost> 1767225600 +0000\n" +
         data("Say hello\n") + "M 100644 inline README.md\n" + data("# demo\n\nHello from the jeton sandbox.\n") +
         "done\n";
}

}  // namespace

std::vector<std::string> git_environment() {
  const char* const path = std::getenv("PATH");
  return {"PATH=" + std::string(path == nullptr ? "/usr/bin:/bin" : path), "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1",
          "GIT_CONFIG_GLOBAL=/dev/null"};
}

std::filesystem::path git_exec_path(ChildProcesses& processes) {
  std::string path = output_of(processes, {{"git", "--exec-path"}, git_environment()});
  if (path.ends_with('\n')) path.pop_back();
  return path;
}

void make_demo_repository(ChildProcesses& processes, const std::filesystem::path& repository) {
  if (exists(repository / "HEAD")) return;
  const auto git = [&](std::vector<std::string> arguments, std::string_view input = {}) {
    arguments.insert(arguments.begin(), "git");
    output_of(processes, {std::move(arguments), git_environment()}, input);
  };
  git({"init", "--quiet", "--bare", "--initial-branch=main", "--template=", repository.string()});
  const std::string git_dir = "--git-dir=" + repository.string();
  git({git_dir, "fast-import", "--quiet", "--done"}, first_commit());
  // A push must not start housekeeping, which goes on in the background after the sandbox has ended.
  git({git_dir, "config", "receive.autogc", "false"});
}

}  // namespace jeton::sandbox
