#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/time.hpp"
#include "routes/routes.hpp"
#include "token/access_token.hpp"

namespace jeton {

/// The last token request of a profile that brought no token, for all processes to see: what came of it, and until when
/// the provider is not asked again.
struct HoldOff {
  Status status = Status::unreachable;  ///< what the failed request ended with
  std::string message;
  Seconds failed_at = 0;
  std::int64_t failed_at_ns = 0;  ///< the same in nanoseconds: whoever has waited since before adopts the failure
  Seconds until = 0;              ///< failed_at: there is no pause
  int failures = 1;               ///< in a row
  std::string request;            ///< the fingerprint of what was sent, or would have been
  std::vector<Source> sources;

  /// Nothing where the text is not a whole hold-off of this version.
  static std::optional<HoldOff> parse(std::string_view text);
  std::string text() const;

  static std::optional<HoldOff> load(const Folder& state, const std::string& name);
  void save(const Folder& state, const std::string& name) const;

  /// True while the provider is not to be asked. One that was written in what is now the future is a clock's mistake,
  /// and could last for ever.
  bool holds(Seconds now) const;

  /// What a caller is told who comes before `until`.
  Error error(Seconds now) const;
};

/// The file of a profile's hold-off, and of the lock that whoever asks its provider holds: one for all that the profile
/// ever was, for they share a refresh token. A name with `@` is none that a profile can have.
std::string hold_off_file(const ProfileRoute& profile);
std::string lock_file(const ProfileRoute& profile);

}  // namespace jeton
