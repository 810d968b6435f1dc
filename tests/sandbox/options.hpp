#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "fault.hpp"

namespace jeton::sandbox {

enum class EndsAt {
  signal,
  signal_or_eof,  ///< also when standard input comes to its end
};

struct Options {
  int port = 0;                    ///< of the first provider; 0: any free ports
  std::filesystem::path folder;    ///< empty: a temporary one
  std::vector<std::string> hosts;  ///< that the certificate names, beside those of loopback
  const Fault* fault = nullptr;    ///< that every token request meets
  EndsAt ends_at = EndsAt::signal;
  bool help = false;
  bool version = false;
};

/// The command line; the error is a sentence for the user.
std::expected<Options, std::string> parse_options(int argc, char** argv);

std::string usage();

}  // namespace jeton::sandbox
