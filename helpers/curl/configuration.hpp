#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "jeton/http.hpp"

/// Configurations for `curl -K`, for curl 7.88 and later: one option a line, no blank in front, every value quoted.
namespace jeton::curl {

struct Configuration {
  std::string profile;
  std::string token;
  std::optional<Seconds> expires_at;
  Headers headers;                 ///< what the API wants with every call
  bool loopback_only = false;      ///< then plain http is allowed
  std::optional<std::string> url;  ///< bind the token to this URL
};

std::string write(const Configuration& configuration);

/// A configuration with which every curl fails before it sends anything, and shows the reason: the exit status of the
/// program that wrote it is lost in `-K <(…)`.
std::string write_failure(std::string_view reason);

/// The token that a configuration of ours carries, or the text itself where it is none.
std::string token_in(std::string_view text);

}  // namespace jeton::curl
