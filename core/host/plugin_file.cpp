#include "host/plugin_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <system_error>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

constexpr int most_links = 40;  // as the kernel

[[noreturn]] void fail(const std::string& message) {
  throw Error(Status::plugin, message);
}

std::string target_of(const std::string& link) {
  std::array<char, PATH_MAX> target{};
  const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
  if (length < 0) fail(link + " cannot be read: " + std::generic_category().message(errno));
  return {target.data(), static_cast<std::size_t>(length)};
}

/// The names of a path, the last one first.
std::vector<std::string> names_of(const std::string& path) {
  std::vector<std::string> names;
  for (const auto name : split(path, '/')) {
    if (!name.empty() && name != ".") names.insert(names.begin(), std::string(name));
  }
  return names;
}

/// A path from the root to the file, a step at a time.
class Way {
 public:
  explicit Way(const std::string& file) : rest_(names_of(file)) {}

  void walk() {
    struct stat status{};
    if (::lstat("/", &status) == 0) top_owner_ = status.st_uid;
    check("/");
    while (!rest_.empty()) step();
  }

 private:
  void step() {
    const auto name = rest_.back();
    rest_.pop_back();
    if (name == "..") {
      at_ = at_.substr(0, at_.empty() ? 0 : at_.rfind('/'));
      check(at_ + '/');
      return;
    }
    const auto next = at_ + '/' + name;
    if (!check(next)) {
      at_ = next;
      return;
    }
    if (++links_ > most_links) fail(next + " is a symbolic link that leads to itself");
    const auto target = target_of(next);
    if (target.starts_with('/')) at_.clear();
    const auto names = names_of(target);
    rest_.insert(rest_.end(), names.begin(), names.end());
  }

  /// True for a symbolic link.
  bool check(const std::string& path) const {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) fail(path + " cannot be read: " + std::generic_category().message(errno));
    const mode_t mode = status.st_mode;
    const bool is_link = S_ISLNK(mode);
    if (rest_.empty() && !is_link && !S_ISREG(mode)) fail(path + " is not a file; name the plugin's .so in provider");
    const bool is_near = rest_.size() < 2;  // the file or its folder
    const bool is_shared = S_ISDIR(mode) && (mode & S_ISVTX) != 0;
    const mode_t forbidden = is_link || is_shared ? 0 : is_near ? S_IWGRP | S_IWOTH : S_IWOTH;
    const bool is_roots = status.st_uid == 0 || (!is_near && status.st_uid == top_owner_);
    const auto owner = is_roots ? ::geteuid() : status.st_uid;
    const auto trouble = writable_by_others(path, mode & forbidden, owner);
    if (!trouble.empty()) fail(trouble);
    return is_link;
  }

  /// Who owns `/` can change everything below it; in a user namespace, root has another number.
  uid_t top_owner_ = 0;
  std::string at_;  // without a slash at its end
  std::vector<std::string> rest_;
  int links_ = 0;
};

}  // namespace

void check_plugin_file(const std::string& file) {
  Way(file).walk();
}

}  // namespace jeton
