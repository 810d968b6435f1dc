#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "match/request_url.hpp"

/// git's credential helper protocol (git-credential(1)) as text in, text out.
namespace jeton::git {

/// What git said on standard input.
struct Request {
  std::string protocol;
  std::string host;  ///< with a port where one was said
  std::optional<std::string> path;
  std::optional<std::string> username;
  std::optional<std::string> password;
  std::optional<std::string> authtype;
  std::optional<std::string> credential;
  std::optional<std::string> password_expiry_utc;
  std::optional<std::string> oauth_refresh_token;
  bool ephemeral = false;
  bool can_authtype = false;  ///< capability[]=authtype: git 2.46 and later
  bool can_state = false;     ///< capability[]=state
  std::vector<std::string> state;
  std::vector<std::string> wwwauth;
};

/// Reads a request; what is hostile about it, as a sentence, where it must be answered with nothing. Lines end at LF
/// alone; what follows a blank line is not looked at.
std::expected<Request, std::string> read(std::string_view input);

/// What the request is about; nothing for anything but http and https.
std::optional<RequestUrl> url_of(const Request& request);

/// True if one of the challenges in WWW-Authenticate is of that scheme (RFC 9110 section 11.6.1).
bool offers(const std::vector<std::string>& wwwauth, std::string_view scheme);

/// The fingerprint of the token that we answered with before, if the request carries our state.
std::optional<std::string> answered_token(const Request& request);

/// True if git asks again because what it got was rejected. A `continue` in answer to that could make it ask for ever.
bool is_retry(const Request& request);

/// An answer with a token.
struct Answer {
  enum class Scheme { basic, bearer };
  Scheme scheme = Scheme::basic;
  std::string username;
  std::string token;
  std::optional<Seconds> expires_at;
  std::optional<std::string> continue_with;  ///< the token's fingerprint: git may come back when it is rejected
};

std::string write(const Answer& answer);

/// A line of an answer. Throws Error(storage) for a value that would begin another line, wherever it came from.
void append_line(std::string& out, std::string_view key, std::string_view value);

/// The answer that ends git's search without a prompt.
std::string write_quit();

/// The answer to `capability`.
std::string write_capabilities();

}  // namespace jeton::git
