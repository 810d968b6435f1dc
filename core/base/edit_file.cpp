#include "base/edit_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/file.hpp"
#include "base/process.hpp"

namespace jeton {
namespace {

namespace fs = std::filesystem;

/// Where the file itself lies, whether or not it is there yet.
std::string end_of_links(const std::string& path) {
  constexpr int most = 40;  // as Linux has it
  fs::path file = path;
  std::error_code error;
  for (int links = 0; fs::is_symlink(file, error); ++links) {
    if (links == most)
      throw Error(Status::storage, path + " is a symbolic link that leads nowhere; run: rm " + quoted(path));
    file = file.parent_path() / fs::read_symlink(file, error);
  }
  return file.string();
}

/// The file's new text while it is being written. Goes with the object unless it took the file's place.
class LockFile {
 public:
  explicit LockFile(const std::string& target) : target_(target), path_(target + ".lock") {
    std::error_code ignored;  // what is missing shows below
    fs::create_directories(fs::path(target).parent_path(), ignored);
    // Whoever changes the file is done in no time.
    for (int tries = 0; tries < 40; ++tries) {
      fd_ = Fd(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
      if (fd_) return;
      if (errno != EEXIST) fail(errno);
      ::poll(nullptr, 0, 50);
    }
    throw Error(Status::storage, path_ +
                                     " is there: another program is changing the file, or was ended while it did; " +
                                     "try again, or run: rm " + quoted(path_));
  }
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile() {
    if (!replaced_) ::unlink(path_.c_str());
  }

  void replace_target(std::string_view text) {
    struct stat old{};
    const mode_t mode = ::stat(target_.c_str(), &old) == 0 ? old.st_mode & ALLPERMS : S_IRUSR | S_IWUSR;
    try {
      write_all(fd_.number(), text);
    } catch (const std::system_error& error) {
      fail(error.code().value());
    }
    if (::fchmod(fd_.number(), mode) != 0 || ::fsync(fd_.number()) != 0) fail(errno);
    if (::rename(path_.c_str(), target_.c_str()) != 0) fail(errno);
    replaced_ = true;
  }

 private:
  [[noreturn]] void fail(int error) const {
    throw Error(Status::storage, target_ + " cannot be written: " + std::generic_category().message(error));
  }

  const std::string target_;
  const std::string path_;
  Fd fd_;
  bool replaced_ = false;
};

}  // namespace

std::string read_foreign_file(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error) && !error) return {};
  auto file = read_user_file(path, Status::storage);
  if (file.owner != ::geteuid()) {
    throw Error(Status::storage, path + " belongs to another user; run this as that user");
  }
  return std::move(file.text);
}

bool edit_file(const std::string& path, const std::function<std::string(std::string_view)>& change) {
  const auto same = [&](const std::string& text, std::string& changed) { return (changed = change(text)) == text; };
  std::string changed;
  if (same(read_foreign_file(path), changed)) return false;
  const SignalsHeld held;  // what is begun is finished, and the lock does not stay behind
  LockFile lock(end_of_links(path));
  if (same(read_foreign_file(path), changed)) return false;
  lock.replace_target(changed);
  return true;
}

}  // namespace jeton
