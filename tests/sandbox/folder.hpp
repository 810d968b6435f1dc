#pragma once

#include <filesystem>
#include <string_view>

namespace jeton::sandbox {

/// The folder with all that a sandbox writes: 0700, its files 0600. One that was made in the temporary folder is
/// removed with the object; one that the user has named stays.
class Folder {
 public:
  /// Uses the folder `wanted`, which is made where it is not there, or a new temporary one where `wanted` is empty. One
  /// that has files in it but no sandbox.json is somebody's own: that throws std::runtime_error, as does any failure.
  explicit Folder(const std::filesystem::path& wanted);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// Absolute.
  const std::filesystem::path& path() const { return path_; }

  /// Writes the file, or replaces it whole. `name` may have a folder in front.
  void write(std::string_view name, std::string_view content) const;

  /// Does at once what the destructor would do.
  void remove();

 private:
  std::filesystem::path path_;
  bool temporary_ = false;
};

}  // namespace jeton::sandbox
