#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace jeton {

/// The exit statuses that scripts may rely on.
enum class Status {
  done = 0,
  no_credentials = 1,
  usage = 2,
  configuration = 3,
  login_required = 4,
  refused = 5,
  unreachable = 6,
  held_off = 7,
  storage = 8,
  plugin = 9
};

/// The status of that number; nothing where there is none.
constexpr std::optional<Status> status_of(std::int64_t number) {
  return number >= 0 && number <= static_cast<std::int64_t>(Status::plugin) ? std::optional(static_cast<Status>(number))
                                                                            : std::nullopt;
}

/// Something that could not be done. The message says what happened and what to do, in one line, without the
/// `jeton: PROFILE: ` in front and without anything secret.
class Error : public std::runtime_error {
 public:
  Error(Status status, const std::string& message) : std::runtime_error(message), status_(status) {}
  Status status() const { return status_; }

 private:
  Status status_;
};

/// What the call returns. What it throws is about this profile, and says so.
template <class Call>
auto about_profile(const std::string& profile, const Call& call) {
  try {
    return call();
  } catch (const Error& error) {
    throw Error(error.status(), profile + ": " + error.what());
  }
}

}  // namespace jeton
