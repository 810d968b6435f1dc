#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/record.hpp"
#include "base/time.hpp"

namespace jeton {

/// Something outside the configuration that went into the request for a token, and what it was like then.
struct Source {
  enum class Kind { file, environment };
  Kind kind = Kind::file;
  std::string name;  ///< the file's absolute path, or the variable's name
  std::string mark;  ///< the file's stamp, or the fingerprint of the variable's value
};

/// An access token as jeton keeps it. Times are this machine's clock, in seconds since 1970.
struct AccessToken {
  std::string secret;
  std::string token_type = "Bearer";
  std::string scope;
  Seconds sent_at = 0;                ///< when the request was sent that brought it: what its lifetime counts from
  std::optional<Seconds> expires_at;  ///< nothing: it does not expire
  std::string expires_by;             ///< what said so: `expires_in`, `exp`, `provider`, `default_lifetime`
  std::string request;                ///< the fingerprint of what was sent for it
  std::string replaced_rejected;      ///< the fingerprint of the rejected token that it was asked for instead of
  bool replaceable = true;            ///< false: only a person can get another one
  std::vector<Source> sources;

  /// Nothing where the text is not a whole token of this version.
  static std::optional<AccessToken> parse(std::string_view text);
  std::string text() const;
};

/// What can be written into every protocol: 1 to 32,768 bytes of 0x21 to 0x7e without `"`, `'` and `\`.
bool is_presentable(std::string_view token);

/// Sources as lines of a record.
void add_sources(Record& record, const std::vector<Source>& sources);
std::vector<Source> read_sources(const Record& record);

/// True if nothing that went into the request has visibly changed. A variable that is not set now is no change: a
/// cached token needs no secret.
bool sources_unchanged(const std::vector<Source>& sources);

}  // namespace jeton
