#include "folder.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace jeton::sandbox {

namespace fs = std::filesystem;

namespace {

fs::path new_temporary_folder() {
  std::string name = (fs::temp_directory_path() / "jeton-sandbox.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), name + " could not be made");
  }
  return name;
}

fs::path users_folder(const fs::path& wanted) {
  const fs::path path = fs::absolute(wanted).lexically_normal();
  fs::create_directories(path);
  if (!fs::is_empty(path) && !fs::exists(path / "sandbox.json")) {
    throw std::runtime_error(path.string() + " has files in it that no sandbox has written; name an empty folder");
  }
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

}  // namespace

Folder::Folder(const fs::path& wanted)
    : path_(wanted.empty() ? new_temporary_folder() : users_folder(wanted)), temporary_(wanted.empty()) {}

Folder::~Folder() {
  remove();
}

void Folder::write(std::string_view name, std::string_view content) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  const fs::path unfinished = file.string() + ".new";
  std::ofstream stream(unfinished, std::ios::binary | std::ios::trunc);
  stream << content;
  stream.close();
  if (!stream) throw std::runtime_error(unfinished.string() + " could not be written");
  fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(unfinished, file);
}

void Folder::remove() {
  std::error_code nothing_can_be_done;
  if (std::exchange(temporary_, false)) fs::remove_all(path_, nothing_can_be_done);
}

}  // namespace jeton::sandbox
