#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace jeton::e2e {

using Environment = std::map<std::string, std::string>;

/// How a program ended, and what it said.
struct Outcome {
  std::string out;
  std::string err;
  int status = -1;  ///< the exit status; for a signal 128 and its number, as a shell has it
};

/// A program to run, and its whole environment.
struct Call {
  std::vector<std::string> arguments;  ///< the first is looked up in the environment's PATH
  Environment environment = {};
  std::string input = {};
  std::filesystem::path folder = "/";
};

/// A running program, in a process group of its own that is killed with the object and with the test's process.
class Process {
 public:
  enum class Input {
    ends_at_once,  ///< after Call::input
    stays_open,    ///< until the object goes
    terminal       ///< a terminal of 80 columns, for all three: what it shows is standard output
  };

  explicit Process(const Call& call, Input input = Input::ends_at_once);
  Process(Process&& other) noexcept;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process& operator=(Process&&) = delete;
  ~Process();

  /// Reads standard output as far as the line; false where it does not come.
  bool wait_for_line(const std::string& line);

  /// Reads both outputs until a whole line has these words in it, and returns it; nothing where it does not come.
  std::optional<std::string> wait_for_line_with(const std::string& words);
  /// The same for words that need not be a whole line yet, such as a question.
  bool wait_for(const std::string& words);

  /// Types or pipes this, behind all that was written before.
  void write(const std::string& text);
  void end_input();

  /// As Ctrl-C on a terminal does: to it and all that it started.
  void interrupt() const;

  /// Waits for the end of both outputs and of the process. A program that takes longer than `patience` is killed, and
  /// says so in its outcome.
  Outcome finish(std::chrono::milliseconds patience = std::chrono::seconds(30));

 private:
  struct Stream {
    int fd = -1;
    std::string text = {};
  };

  bool poll_once(std::chrono::steady_clock::time_point deadline);
  void write_input();
  static void read(Stream& stream);
  void kill_group();

  pid_t pid_ = -1;
  Stream out_;
  Stream err_;
  int input_ = -1;
  std::string to_write_;
  Input input_end_ = Input::ends_at_once;
};

Outcome run(const Call& call);

}  // namespace jeton::e2e
