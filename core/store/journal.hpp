#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/time.hpp"
#include "jeton/http.hpp"
#include "store/seal.hpp"

namespace jeton {

/// A request that spends what cannot be spent twice: an authorization code, a refresh token that the provider rotates.
struct Spending {
  std::string grant_type;  ///< as RFC 6749 names it
  std::string spent;       ///< the fingerprint of the code or refresh token
  Seconds sent_at = 0;
};

/// The journal of such a request is a file that is there from before the request is sent until what came of it is kept,
/// durable at each step. Room for the answer is reserved in it beforehand, so that a disk that is full or read-only is
/// found out while nothing has been spent; the answer is written into it before anything is made of it. A process that
/// finds one finishes what another could not.
class Journal {
 public:
  /// What a process that ended too early has left.
  struct Entry {
    Spending spending;
    std::optional<HttpResponse> answer;  ///< nothing: it never came, or did not come to its end
  };
  /// Nothing where the text is no journal of this version. Throws what the seal throws.
  static std::optional<Entry> parse(std::string_view text, const Seal& seal);
  /// Throws Error(storage) for one that cannot be read.
  static std::optional<Entry> load(const Folder& folder, const std::string& name, const Seal& seal);
  static void remove(const Folder& folder, const std::string& name) { folder.remove(name); }

  /// Throws Error(storage) where none could be written now.
  static void check_room(const Folder& folder, const std::string& profile);

  /// Throws Error(storage) where it cannot be written: then nothing must be sent.
  static Journal begin(const Folder& folder, const std::string& name, const Spending& spending, const Seal& seal);

  void answer(const HttpResponse& response) const;

 private:
  Journal(Fd fd, std::size_t at, std::string path, const Seal& seal)
      : fd_(std::move(fd)), at_(at), path_(std::move(path)), seal_(seal) {}

  Fd fd_;
  std::size_t at_;  ///< where the answer begins
  std::string path_;
  const Seal& seal_;
};

}  // namespace jeton
