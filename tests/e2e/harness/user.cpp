#include "harness/user.hpp"

#include <cstdlib>

namespace jeton::e2e {

namespace fs = std::filesystem;

fs::path stage() {
  return JETON_STAGE;
}

User::User() {
  environment_ = {{"PATH", stage().string() + "/bin:/usr/local/bin:/usr/bin:/bin"},
                  {"HOME", home().string()},
                  {"XDG_RUNTIME_DIR", home().string()},
                  {"TMPDIR", home().string()},
                  {"LANG", "C.UTF-8"},
                  {"GIT_CONFIG_NOSYSTEM", "1"},
                  {"GIT_TERMINAL_PROMPT", "0"},
                  {"GIT_AUTHOR_NAME", "A U Thor"},
                  {"GIT_AUTHOR_EMAIL", "author@example.com"},
                  {"GIT_COMMITTER_NAME", "C O Mitter"},
                  {"GIT_COMMITTER_EMAIL", "committer@example.com"}};
  for (const char* const name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* const value = std::getenv(name)) environment_[name] = value;
  }
}

void User::put_on_path(const fs::path& folder) {
  environment_["PATH"] = folder.string() + ':' + environment_["PATH"];
}

Call User::call(std::vector<std::string> arguments, std::string input) const {
  return {.arguments = std::move(arguments), .environment = environment_, .input = std::move(input), .folder = home()};
}

Outcome User::run(std::vector<std::string> arguments, std::string input) const {
  return e2e::run(call(std::move(arguments), std::move(input)));
}

Outcome User::shell(const std::string& script) const {
  return run({"bash", "-c", script});
}

Process User::start(std::vector<std::string> arguments, std::string input, Process::Input end) const {
  return Process(call(std::move(arguments), std::move(input)), end);
}

std::vector<fs::path> User::files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.is_regular_file(error)) files.push_back(entry.path());
  }
  return files;
}

}  // namespace jeton::e2e
