#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/lock.hpp"

namespace jeton {

/// What became of a question to the host.
struct HostAnswer {
  std::string text;  ///< all that it said; empty where it said nothing
  std::string end;   ///< how it ended, in words, if not well
};

/// Runs jeton-host with these arguments, a descriptor for its answer in place of the argument `REPLY-FD`, and waits.
/// Nothing that the host or a plugin prints reaches standard output. The lock, if any, is the host's from then on: it
/// is free when the host is done, whatever becomes of this process. The input, if any, is the host's standard input.
HostAnswer ask_host(std::vector<std::string> arguments, std::optional<Lock> lock,
                    std::optional<std::string_view> input = {});

/// The same, but nobody waits, and the host holds nothing of this process open but the lock.
void ask_host_in_background(std::vector<std::string> arguments, const Lock& lock);

/// Hands the whole command over. Throws Error where there is no host.
[[noreturn]] void become_program(const std::string& program, char** argv);

std::string host_program();

}  // namespace jeton
