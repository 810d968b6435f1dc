#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"

namespace jeton {

/// A token request, as people are told of it. No secret is in it.
struct LoggedRequest {
  std::int64_t sent_at_ms = 0;  ///< since 1970
  std::string profile;
  std::string reason;  ///< why it was sent, by the name of its Reason
  std::string grant;   ///< RFC 6749's grant_type
  std::int64_t took_ms = 0;
  Status status = Status::done;  ///< what it came to
  std::string message = {};      ///< why it brought no token

  std::string line() const;
  /// Nothing where it is none.
  static std::optional<LoggedRequest> parse(std::string_view line);
};

/// The last few hundred token requests of all profiles, in the secret store's folder. A line is added in one write,
/// without a lock; a file that has got long enough is put aside, and what had been put aside before goes. Nothing
/// depends on it: what cannot be written is left out.
class RequestLog {
 public:
  enum class Kept { no, yes };

  RequestLog(std::string folder, Kept kept) : folder_(std::move(folder)), kept_(kept) {}

  /// A request that is being sent now.
  LoggedRequest begin(const std::string& profile, std::string_view reason, std::string_view grant) const;
  /// What it came to, and how long that took.
  void end(LoggedRequest request, Status status, const std::string& message) const;

  /// The oldest first. Throws Error(storage) where they cannot be read.
  std::vector<LoggedRequest> read() const;

 private:
  std::string folder_;
  Kept kept_;
};

}  // namespace jeton
