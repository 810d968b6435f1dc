#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/time.hpp"

namespace jeton {

/// What became of a program that was run for its standard output.
struct ProcessOutput {
  enum class End { succeeded, failed, timed_out, not_started };
  End end = End::not_started;
  std::string text;
  std::string reason;  ///< for people: an exit status, a signal, a system error
};

/// Runs it without a shell, found on PATH, with this process's standard input and error and default signals, and ends
/// it after `patience` seconds.
ProcessOutput run_for_output(const std::vector<std::string>& arguments, Seconds patience);

/// What every program of jeton's does first: files are the user's alone, no core dump and no debugger sees a secret,
/// and a reader that has gone away is an error, not the end.
void protect_process();

/// Waits for a child: what it ended with, in words; empty for status 0.
std::string wait_for(pid_t child);

}  // namespace jeton
