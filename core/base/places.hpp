#pragma once

#include <functional>
#include <optional>
#include <string>

namespace jeton {

/// Reads one environment variable; nothing where it is unset.
using Environment = std::function<std::optional<std::string>(const char* name)>;
std::optional<std::string> process_environment(const char* name);

/// Where jeton's files are. They do not depend on how the process was started, so that all share one cache and one
/// lock.
struct Places {
  std::string home;           ///< what `~/` stands for
  std::string configuration;  ///< the file, absolute
  std::string cache;          ///< the folder of tokens that can be asked for again
  std::string state;          ///< the folder of what must last: locks, hold-offs, logins
};

/// `configuration` is what `--config` names, if anything. Throws Error(configuration) where HOME is missing.
Places find_places(const Environment& environment, const std::optional<std::string>& configuration);

/// `~/` replaced by the home folder; a relative path counts from `folder`.
std::string expand_path(const std::string& path, const std::string& home, const std::string& folder);

/// The folder that a program lies in, symbolic links followed: `PREFIX/bin` or `PREFIX/libexec/jeton`.
std::string program_folder();

/// The prefix of the installed tree (or build tree) that this program is a part of.
std::string prefix();

}  // namespace jeton
