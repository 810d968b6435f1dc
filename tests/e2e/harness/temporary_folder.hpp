#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace jeton::e2e {

/// A fresh folder, removed with all that is in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& file);

/// Makes the folders above it, and writes over what is there, in place.
void write_file(const std::filesystem::path& file, std::string_view text, mode_t mode = 0600);

/// The permission bits, such as 0600.
mode_t mode_of(const std::filesystem::path& file);

}  // namespace jeton::e2e
