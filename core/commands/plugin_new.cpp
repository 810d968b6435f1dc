#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"

namespace jeton {
namespace {

namespace fs = std::filesystem;

/// What the template's provider is called, which itself builds and works.
constexpr std::string_view template_name = "acme";
/// Of CMake's own targets (CMP0037).
constexpr std::array<std::string_view, 8> taken = {"all",     "clean", "edit_cache", "help",
                                                   "install", "test",  "package",    "rebuild_cache"};

/// It becomes a file's, a target's and a host's name, and a part of a class's.
bool is_plugin_name(std::string_view name) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  constexpr std::size_t longest = 40;
  return !name.empty() && name.size() <= longest && is_letter(name.front()) && name.back() != '-' &&
         std::ranges::all_of(name, is_part) && std::ranges::find(taken, name) == taken.end();
}

/// `my-git` as MyGit.
std::string type_name(std::string_view name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c != '-') out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '-';
  }
  return out;
}

std::string replaced(std::string text, std::string_view what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string renamed(std::string text, const std::string& name) {
  return replaced(replaced(std::move(text), template_name, name), type_name(template_name), type_name(name));
}

/// Copies the template's file, with the new name for the template's in it.
void copy(const fs::path& from, const fs::path& to, const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(from).rdbuf();
  fs::create_directories(to.parent_path());
  std::ofstream out(to);
  out << renamed(text.str(), name) << std::flush;
  if (!out) throw Error(Status::storage, "cannot write " + to.string() + "; see that there is room for it");
}

int run(const Given& given, Session& session) {
  const auto name = given.text("NAME");
  if (!is_plugin_name(name)) {
    throw Error(Status::usage, "\"" + printable(name) +
                                   "\" cannot be a plugin's name: that is a letter, then letters, digits and -, all "
                                   "small; run: jeton plugin new --help");
  }
  const auto known = session.plugins.names();
  if (std::ranges::find(known, name) != known.end()) {
    throw Error(Status::usage, "there is a plugin " + name + " already; choose another name, or see: jeton plugins");
  }
  if (fs::exists(fs::symlink_status(name))) {
    throw Error(Status::usage, name + " is there already; run: jeton plugin new in another folder");
  }
  const fs::path source = prefix() + "/share/jeton/plugin-template";
  if (!fs::is_directory(source)) throw Error(Status::storage, source.string() + " is missing; install jeton again");
  std::printf("Made of a template that works, for you to change:\n");
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    if (!entry.is_regular_file()) continue;
    const auto file = name / fs::path(renamed(entry.path().lexically_relative(source), name));
    copy(entry.path(), file, name);
    std::printf("  %s\n", file.c_str());
  }
  std::printf(
      "\nBuild, test and install it:\n  cd %s\n  cmake -B build  # with -G Ninja where there is no make\n  cmake "
      "--build build\n"
      "  ctest --test-dir build\n  cmake --install build\n",
      name.c_str());
  return static_cast<int>(Status::done);
}

constexpr std::array arguments = {Argument{"NAME", "what profiles will call it: provider = \"NAME\""}};

}  // namespace

constexpr Command plugin_new_command{
    .name = "plugin new",
    .summary = "start a new provider plugin",
    .description =
        "Makes the folder NAME with a plugin that builds, tests and installs as it is: a source of its provider's "
        "differences from RFC 6749, exchanges with it as text, and what CMake needs.",
    .example = "jeton plugin new acme",
    .arguments = arguments,
    .options = {},
    .run = run};

}  // namespace jeton
