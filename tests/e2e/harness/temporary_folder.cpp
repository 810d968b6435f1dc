#include "harness/temporary_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace jeton::e2e {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  auto name = (fs::temp_directory_path() / "jeton-e2e-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
  path_ = fs::canonical(name);
}

TemporaryFolder::~TemporaryFolder() {
  // A program that works on in the background may write while this removes.
  std::error_code error;
  for (int tries = 0; tries < 3 && fs::exists(path_, error); ++tries) fs::remove_all(path_, error);
}

std::string read_file(const fs::path& file) {
  const std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + " cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const fs::path& file, std::string_view text, mode_t mode) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out || ::chmod(file.c_str(), mode) != 0) throw std::runtime_error(file.string() + " cannot be written");
}

mode_t mode_of(const fs::path& file) {
  struct stat status{};
  if (::lstat(file.c_str(), &status) != 0) throw std::runtime_error(file.string() + " is not there");
  return status.st_mode & 07777U;
}

}  // namespace jeton::e2e
