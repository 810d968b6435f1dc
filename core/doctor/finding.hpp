#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jeton {

/// Something that a person should know.
struct Finding {
  enum class Severity : std::uint8_t {
    note,     ///< so it is; nothing has to be done
    warning,  ///< it works, but not as it should, or not for long
    error     ///< it does not work
  };
  Severity severity = Severity::note;
  std::string what;    ///< a sentence
  std::string repair;  ///< the command that mends it; empty where there is none to be typed

  /// From a message as every error of jeton's is: what happened, then `; run: ` and the command, or something else to
  /// do and `, or run: ` or `, then run: `.
  static Finding of_message(Severity severity, std::string_view message);
};

/// What was looked at, and what was found there.
struct Area {
  std::string name;
  std::string summary;  ///< how it stands, in a line
  std::vector<Finding> findings;

  void note(const std::string& message) { add(Finding::Severity::note, message); }
  void warn(const std::string& message) { add(Finding::Severity::warning, message); }
  void fail(const std::string& message) { add(Finding::Severity::error, message); }

 private:
  void add(Finding::Severity severity, const std::string& message) {
    findings.push_back(Finding::of_message(severity, message));
  }
};

}  // namespace jeton
