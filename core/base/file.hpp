#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace jeton {

/// An open file descriptor, closed on the way out.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();

  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// All that can be read from a descriptor, or nothing where that is more than `limit` bytes. Throws std::system_error.
std::optional<std::string> read_all(int fd, std::size_t limit);

/// Writes all of it. Throws std::system_error.
void write_all(int fd, std::string_view text);

/// What a file was when it was looked at: any change to it changes the text. A file that is not there has one as well.
struct Stamp {
  std::string text;
  std::int64_t changed_ns = 0;  ///< ctime, which nobody can set, in nanoseconds since 1970; 0 if absent

  static Stamp of(const std::string& path);
  bool operator==(const Stamp& other) const { return text == other.text; }
};

/// A file that the user made: symbolic links are followed; it must be a regular file that nobody else can write.
struct UserFile {
  std::string text;
  mode_t mode = 0;
  uid_t owner = 0;
};

/// Reads it. Throws Error(status) that names the path, says what is wrong with it and what to run.
UserFile read_user_file(const std::string& path, Status status);

/// A path for a command line that people can paste.
std::string quoted(const std::string& path);

/// The end of a path's way to being refused: who could write the file, and the chmod that ends it; empty where all is
/// well.
std::string writable_by_others(const std::string& path, mode_t mode, uid_t owner);

enum class Durability {
  passing,  ///< may be gone after a crash
  durable   ///< on the disk before the call returns
};

/// A file's text in memory, without a copy of it: only what is looked at is read.
class Mapping {
 public:
  Mapping(const void* start, std::size_t size) : start_(start), size_(size) {}
  Mapping(Mapping&& other) noexcept : start_(std::exchange(other.start_, nullptr)), size_(other.size_) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(start_, other.start_);
    std::swap(size_, other.size_);
    return *this;
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();

  std::string_view text() const { return {static_cast<const char*>(start_), size_}; }

 private:
  const void* start_;
  std::size_t size_;
};

/// One of jeton's own folders, held open so that what is checked is what is used. Everything in it is made 0600
/// whatever the umask; nothing in it is read that somebody else owns or could write, and no symbolic link is followed.
/// Each failure is an Error(storage) that names the path.
class Folder {
 public:
  /// Nothing where there is none.
  static std::optional<Folder> open(const std::string& path);
  /// Makes it, and what is missing above it, 0700.
  static Folder create(const std::string& path);

  /// Nothing where there is no such file.
  std::optional<std::string> read(const std::string& name) const;
  /// The same, mapped. Good for files that are only ever replaced; nothing for an empty one.
  std::optional<Mapping> map(const std::string& name) const;
  bool contains(const std::string& name) const;
  /// Replaces the file as a whole: a reader sees the old text or the new one.
  void write(const std::string& name, std::string_view text, Durability durability) const;
  /// The same, durable, with room for `room` more bytes behind the text. The descriptor is for writing them.
  Fd reserve(const std::string& name, std::string_view text, std::size_t room) const;
  /// Adds to the file, which is made where there is none, in one write. Returns how long it is then, in bytes.
  std::size_t append(const std::string& name, std::string_view text) const;
  /// In bytes; 0 where there is no such file.
  std::size_t size(const std::string& name) const;
  /// Replaces what has the new name.
  void rename(const std::string& name, const std::string& new_name) const;
  void remove(const std::string& name) const;
  /// An empty file, made where there is none, that was last changed at `time`, in seconds since 1970.
  void mark(const std::string& name, std::int64_t time) const;
  /// Opens the file for locking, and makes it where there is none.
  Fd open_lock(const std::string& name) const;
  /// Sets when the file was last changed, in seconds since 1970: what cleaning up goes by.
  void set_modified(const std::string& name, std::int64_t time) const;
  /// When the file was last changed, in seconds since 1970, or nothing where there is no such file.
  std::optional<std::int64_t> modified(const std::string& name) const;

  /// Every name in it, in no order.
  std::vector<std::string> names() const;

  const std::string& path() const { return path_; }

 private:
  Folder(std::string path, Fd fd) : path_(std::move(path)), fd_(std::move(fd)) {}
  [[noreturn]] void fail(const std::string& name, const char* doing) const;
  Fd replace(const std::string& name, std::string_view text, Durability durability, std::size_t room) const;
  /// The size of a file that was opened. Throws where it was not, or is not fit to be used.
  std::size_t check(const Fd& fd, const std::string& name, const char* doing) const;
  /// The file, checked, and its size; no descriptor where there is no such file.
  std::pair<Fd, std::size_t> open_checked(const std::string& name) const;

  std::string path_;
  Fd fd_;
};

}  // namespace jeton
