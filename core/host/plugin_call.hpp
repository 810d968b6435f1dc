#pragma once

#include <unistd.h>

#include <string>

#include "base/time.hpp"

namespace jeton {

/// How long a plugin's function may take: it turns values into values, and has nothing to wait for.
inline constexpr Seconds plugin_patience = 5;

/// How each message about a broken plugin ends.
inline constexpr const char* plugin_remedy = "; report this to who made the plugin";

/// What this process says, and where, should a plugin be its end: `before`, which plugin broke and how, `after`.
struct LastWords {
  int fd = STDERR_FILENO;
  std::string before = "jeton: ";
  std::string after = "\n";
};
void set_last_words(LastWords words);

/// A file that this process leaves behind, should a plugin be its end while this lives: for those who come after it.
class LeftBehind {
 public:
  LeftBehind(const std::string& path, const std::string& text);
  LeftBehind(const LeftBehind&) = delete;
  LeftBehind& operator=(const LeftBehind&) = delete;
  ~LeftBehind();
};

/// A plugin's code runs for as long as this lives. One that crashes, ends the process or does not return in time ends
/// the process with status 9 and its last words. What it prints goes to standard error: standard output is for others.
class PluginCall {
 public:
  /// The name must be fit to be shown, and outlive the call.
  explicit PluginCall(const std::string& plugin);
  PluginCall(const PluginCall&) = delete;
  PluginCall& operator=(const PluginCall&) = delete;
  ~PluginCall();

 private:
  int standard_output_;
};

}  // namespace jeton
