#include "base/file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace jeton {
namespace {

constexpr std::size_t largest_file = std::size_t{16} << 20U;
constexpr mode_t others_write = S_IWGRP | S_IWOTH;

std::string reason(int error) {
  return std::generic_category().message(error);
}

}  // namespace

std::string quoted(const std::string& path) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr("/._-+@,", c);
  };
  if (std::ranges::all_of(path, plain)) return path;
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

namespace {

Fd open_folder(const std::string& path) {
  return Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

void make_folders(const std::string& path) {
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1)) {
    ::mkdir(path.substr(0, at).c_str(), S_IRWXU);
  }
  ::mkdir(path.c_str(), S_IRWXU);
}

/// What keeps jeton from using what lies at the path, and the command that ends it; empty where all is well. `type` is
/// what should lie there: S_IFDIR or S_IFREG.
std::string trouble_with(const std::string& path, const struct stat& status, mode_t type) {
  const std::string wanted = type == S_IFDIR ? "a folder" : "a regular file";
  const auto found = status.st_mode & S_IFMT;
  if (found == S_IFLNK) return path + " is a symbolic link, not " + wanted + "; run: rm " + quoted(path);
  if (found != type) return path + " is not " + wanted + "; run: mv " + quoted(path) + ' ' + quoted(path + ".old");
  // Another name of somebody's file: to give that away would take it from them.
  if (found == S_IFREG && status.st_uid != ::geteuid() && status.st_nlink > 1) {
    return path + " is a hard link to another user's file; run: rm " + quoted(path);
  }
  return writable_by_others(path, status.st_mode, status.st_uid);
}

/// The same for what could not be opened, with that error.
std::string trouble_with(const std::string& path, const struct stat& status, mode_t type, int error) {
  auto trouble = trouble_with(path, status, type);
  const mode_t needed = type == S_IFDIR ? S_IRWXU : S_IRUSR | S_IWUSR;
  if (!trouble.empty() || error != EACCES || (status.st_mode & needed) == needed) return trouble;
  return path + " is closed to its owner; run: chmod u+rw" + (type == S_IFDIR ? "x " : " ") + quoted(path);
}

}  // namespace

Mapping::~Mapping() {
  if (start_ != nullptr) ::munmap(const_cast<void*>(start_), size_);
}

Fd::~Fd() {
  if (number_ >= 0) ::close(number_);
}

std::optional<std::string> read_all(int fd, std::size_t limit) {
  std::string text;
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "read");
    }
    text.append(buffer.data(), static_cast<std::size_t>(count));
    ::explicit_bzero(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > limit) return std::nullopt;
  }
}

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "write");
    }
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

Stamp Stamp::of(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return {.text = "absent"};
  const auto nanoseconds = [](const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; };
  const auto modified = nanoseconds(status.st_mtim);
  const auto changed = nanoseconds(status.st_ctim);
  std::string text;
  for (const auto part : {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
                          static_cast<std::int64_t>(status.st_size), modified, changed}) {
    text += std::to_string(part) + ' ';
  }
  text.pop_back();
  return {.text = std::move(text), .changed_ns = changed};
}

std::string writable_by_others(const std::string& path, mode_t mode, uid_t owner) {
  static const uid_t user = ::geteuid();
  if (owner != user) {
    return path + " belongs to another user; run: sudo chown " + std::to_string(user) + ' ' + quoted(path);
  }
  if ((mode & others_write) != 0) return path + " can be written by others; run: chmod go-w " + quoted(path);
  return {};
}

UserFile read_user_file(const std::string& path, Status status) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) throw Error(status, path + ": " + reason(errno));
  struct stat state{};
  if (::fstat(fd.number(), &state) != 0) throw Error(status, path + ": " + reason(errno));
  if (S_ISDIR(state.st_mode)) throw Error(status, path + " is a folder, not a file; name the file in it");
  if (!S_ISREG(state.st_mode)) throw Error(status, path + " is not a regular file; put one in its place");
  try {
    auto text = read_all(fd.number(), largest_file);
    if (!text) throw Error(status, path + " is larger than 16 MiB");
    return {.text = std::move(*text), .mode = state.st_mode, .owner = state.st_uid};
  } catch (const std::system_error& error) {
    throw Error(status, path + ": " + reason(error.code().value()));
  }
}

std::optional<Folder> Folder::open(const std::string& path) {
  Fd fd = open_folder(path);
  if (!fd) {
    if (errno == ENOENT) return std::nullopt;
    const int error = errno;
    struct stat status{};
    const bool seen = ::lstat(path.c_str(), &status) == 0;
    const auto trouble = seen ? trouble_with(path, status, S_IFDIR, error) : std::string();
    throw Error(Status::storage, trouble.empty() ? path + ": " + reason(error) : trouble);
  }
  struct stat status{};
  if (::fstat(fd.number(), &status) != 0) throw Error(Status::storage, path + ": " + reason(errno));
  const auto trouble = trouble_with(path, status, S_IFDIR);
  if (!trouble.empty()) throw Error(Status::storage, trouble);
  return Folder(path, std::move(fd));
}

Folder Folder::create(const std::string& path) {
  if (auto folder = open(path)) return std::move(*folder);
  make_folders(path);
  if (auto folder = open(path)) return std::move(*folder);
  throw Error(Status::storage, path + ": cannot be made: " + reason(errno));
}

void Folder::fail(const std::string& name, const char* doing) const {
  const int error = errno;
  struct stat status{};
  std::string trouble;
  if (::fstatat(fd_.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    trouble = trouble_with(path_ + '/' + name, status, S_IFREG, error);
  }
  if (trouble.empty() && ::fstat(fd_.number(), &status) == 0) trouble = trouble_with(path_, status, S_IFDIR, error);
  if (!trouble.empty()) throw Error(Status::storage, trouble);
  throw Error(Status::storage, path_ + '/' + name + ": cannot be " + doing + ": " + reason(error));
}

std::size_t Folder::check(const Fd& fd, const std::string& name, const char* doing) const {
  struct stat status{};
  if (!fd || ::fstat(fd.number(), &status) != 0) fail(name, doing);
  const auto trouble = trouble_with(path_ + '/' + name, status, S_IFREG);
  if (!trouble.empty()) throw Error(Status::storage, trouble);
  return static_cast<std::size_t>(status.st_size);
}

std::pair<Fd, std::size_t> Folder::open_checked(const std::string& name) const {
  Fd fd(::openat(fd_.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!fd && errno == ENOENT) return {};
  const auto size = check(fd, name, "read");
  return {std::move(fd), size};
}

std::optional<std::string> Folder::read(const std::string& name) const {
  const auto [fd, size] = open_checked(name);
  if (!fd) return std::nullopt;
  if (size > largest_file) throw Error(Status::storage, path_ + '/' + name + " is larger than 16 MiB");
  // Files here are replaced, never written in place (a journal's answer alone is, within its size): this is all of it.
  std::string text(size, '\0');
  std::size_t count = 0;
  while (count < size) {
    const ssize_t more = ::read(fd.number(), text.data() + count, size - count);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) fail(name, "read");
    if (more == 0) break;
    count += static_cast<std::size_t>(more);
  }
  text.resize(count);
  return text;
}

std::optional<Mapping> Folder::map(const std::string& name) const {
  const auto [fd, size] = open_checked(name);
  if (!fd || size == 0) return std::nullopt;
  const void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.number(), 0);
  if (start == MAP_FAILED) fail(name, "read");
  return Mapping(start, size);
}

bool Folder::contains(const std::string& name) const {
  return ::faccessat(fd_.number(), name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

void Folder::write(const std::string& name, std::string_view text, Durability durability) const {
  replace(name, text, durability, 0);
}

Fd Folder::reserve(const std::string& name, std::string_view text, std::size_t room) const {
  return replace(name, text, Durability::durable, room);
}

Fd Folder::replace(const std::string& name, std::string_view text, Durability durability, std::size_t room) const {
  static std::atomic<unsigned> count = 0;
  const auto temporary = name + '.' + std::to_string(::getpid()) + '-' + std::to_string(count++) + ".tmp";
  // A file of that name can only be what a killed process with the same number left behind.
  ::unlinkat(fd_.number(), temporary.c_str(), 0);
  Fd fd(::openat(fd_.number(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                 S_IRUSR | S_IWUSR));
  if (!fd) fail(name, "written");
  const auto give_up = [&] {
    const int error = errno;
    ::unlinkat(fd_.number(), temporary.c_str(), 0);
    errno = error;
    fail(name, "written");
  };
  try {
    if (::fchmod(fd.number(), S_IRUSR | S_IWUSR) != 0) give_up();
    write_all(fd.number(), text);
    if (room > 0) {
      errno = ::posix_fallocate(fd.number(), 0, static_cast<off_t>(text.size() + room));
      if (errno != 0) give_up();
    }
  } catch (const std::system_error& error) {
    errno = error.code().value();
    give_up();
  }
  if (durability == Durability::durable && ::fsync(fd.number()) != 0) give_up();
  if (::renameat(fd_.number(), temporary.c_str(), fd_.number(), name.c_str()) != 0) give_up();
  if (durability == Durability::durable && ::fsync(fd_.number()) != 0) fail(name, "written");
  return fd;
}

std::size_t Folder::append(const std::string& name, std::string_view text) const {
  const Fd fd(::openat(fd_.number(), name.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK,
                       S_IRUSR | S_IWUSR));
  const auto before = check(fd, name, "written");
  try {
    write_all(fd.number(), text);
  } catch (const std::system_error& error) {
    errno = error.code().value();
    fail(name, "written");
  }
  return before + text.size();
}

std::size_t Folder::size(const std::string& name) const {
  struct stat status{};
  return ::fstatat(fd_.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0
             ? static_cast<std::size_t>(status.st_size)
             : 0;
}

void Folder::rename(const std::string& name, const std::string& new_name) const {
  if (::renameat(fd_.number(), name.c_str(), fd_.number(), new_name.c_str()) != 0) fail(name, "renamed");
}

void Folder::remove(const std::string& name) const {
  if (::unlinkat(fd_.number(), name.c_str(), 0) != 0 && errno != ENOENT) fail(name, "removed");
}

void Folder::mark(const std::string& name, std::int64_t time) const {
  const Fd fd(::openat(fd_.number(), name.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!fd) fail(name, "written");
  set_modified(name, time);
}

Fd Folder::open_lock(const std::string& name) const {
  Fd fd(
      ::openat(fd_.number(), name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, S_IRUSR | S_IWUSR));
  check(fd, name, "locked");
  return fd;
}

void Folder::set_modified(const std::string& name, std::int64_t time) const {
  const std::array<timespec, 2> times = {timespec{.tv_sec = time, .tv_nsec = 0},
                                         timespec{.tv_sec = time, .tv_nsec = 0}};
  if (::utimensat(fd_.number(), name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) fail(name, "written");
}

std::optional<std::int64_t> Folder::modified(const std::string& name) const {
  struct stat status{};
  if (::fstatat(fd_.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return status.st_mtim.tv_sec;
}

std::vector<std::string> Folder::names() const {
  std::vector<std::string> names;
  // Opened anew: a directory stream moves the position of the descriptor that it is made of.
  const int fd = ::openat(fd_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) fail(".", "read");
  DIR* const stream = ::fdopendir(fd);
  if (stream == nullptr) {
    ::close(fd);
    fail(".", "read");
  }
  while (const dirent* const entry = ::readdir(stream)) names.emplace_back(entry->d_name);
  ::closedir(stream);
  return names;
}

}  // namespace jeton
