#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace jeton {

/// Lines of standard input, as they come.
class Lines {
 public:
  /// To be called when there is something to read: the next whole line, or the rest at the end.
  std::optional<std::string> next();
  bool ended() const { return ended_; }

 private:
  std::string pending_;
  bool ended_ = false;
};

/// Waits until one of the descriptors has something to say: its place in the list; nothing where the time is up.
std::optional<std::size_t> wait_for_any(const std::vector<int>& fds, Seconds patience);

/// Reads a line that was asked for on a terminal, without blanks around it. Throws Error(usage) where there is none.
std::string read_answer(const std::string& question);

/// The same for a secret, which is not shown while it is typed, and may have blanks.
std::string read_secret_answer(const std::string& question);

/// Reads a secret from standard input: on a terminal a line, asked for and not shown; else all of it, less one newline.
std::string read_secret_input(const std::string& question);

}  // namespace jeton
