#pragma once

#include <sys/types.h>

#include <csignal>

#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/time.hpp"

namespace jeton {

/// The variable that keeps GnuTLS, which some of libcurl's libraries bring along, from getting ready while it is
/// loaded. The front sets it for the host, where nothing uses GnuTLS unless libcurl does, which then says so itself.
inline constexpr const char* gnutls_waits = "GNUTLS_NO_IMPLICIT_INIT";

/// What became of a program that was run for its standard output.
struct ProcessOutput {
  enum class End { succeeded, failed, timed_out, not_started };
  End end = End::not_started;
  std::string text;
  std::string reason;  ///< for people: an exit status, a signal, a system error
};

/// Runs it without a shell, found on PATH, with this process's standard input and error and default signals, and ends
/// it after `patience` seconds. One that may ask a person something on this terminal is not counted up there: after
/// three seconds it is said once what is waited for.
ProcessOutput run_for_output(const std::vector<std::string>& arguments, Seconds patience);

/// Starts a program that nobody waits for, found on PATH, in a session of its own, with nothing to read and nowhere to
/// write. False where it cannot be started.
bool start_detached(const std::vector<std::string>& arguments);

/// What every program of jeton's does first: files are the user's alone, no core dump and no debugger sees a secret,
/// and a reader that has gone away is an error, not the end.
void protect_process();

/// Takes that back, for a program of the user's that takes this one's place.
void unprotect_process();

/// The terminal's signals must not cut an exchange in half: the provider would have issued a token that nobody gets.
/// Programs that are run for a secret get the default back.
void ignore_signals();

/// Signals that would end the process wait while this lives, and come when it goes. A thread that is started meanwhile
/// never gets them.
class SignalsHeld {
 public:
  SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld();

 private:
  sigset_t before_{};
};

/// Waits for a child: what it ended with, in words; empty for status 0.
std::string wait_for(pid_t child);

}  // namespace jeton
