#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/file.hpp"
#include "base/time.hpp"

namespace jeton {

/// The right to do something that only one process may do at a time. It goes with the open file, not with the process:
/// whoever inherits the descriptor holds it too, and when the last holder ends, however it ends, it is free. The file
/// is never removed, for two processes could then lock two files of one name.
class Lock {
 public:
  /// Nothing where another holds it.
  static std::optional<Lock> try_acquire(const Folder& folder, const std::string& name);

  /// Waits for at most `patience` seconds. `waiting` is called each second with the process that holds it (0 where that
  /// cannot be told). Nothing where it was not to be had in time.
  static std::optional<Lock> acquire(const Folder& folder, const std::string& name, Seconds patience,
                                     const std::function<void(int holder)>& waiting);

  /// To be inherited by a process that goes on with the work.
  int number() const { return fd_.number(); }

 private:
  explicit Lock(Fd fd) : fd_(std::move(fd)) {}
  static std::optional<Lock> locked(Fd fd);

  Fd fd_;
};

/// The process that holds the lock, as far as it can be told; 0 else.
int lock_holder(const Folder& folder, const std::string& name);

}  // namespace jeton
