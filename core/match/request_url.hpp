#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/authority.hpp"

namespace jeton {

/// What a tool asks a token for, in as much detail as its protocol has.
struct RequestUrl {
  std::optional<std::string> scheme;  ///< nothing: https, and http too on loopback
  Authority authority;
  std::optional<std::string> path;  ///< from its first slash, without query; nothing: the tool does not say
};

/// An absolute http or https URL. Nothing where it is another one, has userinfo, a control character, a blank or a
/// backslash, or an authority that is none.
std::optional<RequestUrl> parse_request_url(std::string_view url);

/// A URL for a message: without a user name and password in it, also where it is none.
std::string without_login(std::string_view url);

/// False for a path with a `.` or `..` segment, percent-encoded or not, however often: what a server makes of it is not
/// what it looks like.
bool is_plain_path(std::string_view path);

/// What a token may be sent to: `https://host[:port][/path]`, `http` for loopback hosts, `*.` in front of a host for
/// one or more labels.
struct UrlPattern {
  std::string scheme;
  std::string host;  ///< as in Authority, without `*.`
  bool any_label = false;
  std::uint16_t port = 0;
  std::string path;  ///< empty, or from its first slash and without one at the end; at most 1,000 bytes

  /// What is wrong with the text, as the end of a sentence, in `trouble`.
  static std::optional<UrlPattern> parse(std::string_view text, std::string& trouble);
  bool covers(const RequestUrl& request) const;
  /// The pattern in its one spelling, for comparing.
  std::string text() const;
  /// As people write it: without the port that its scheme has.
  std::string url() const;
};

/// Asks about the spelling (UrlPattern::text) of each pattern that would cover the request, best first, until one is
/// wanted; false where none is. The exact host comes before `*.`, more labels before fewer, a longer path before a
/// shorter. For a request without a path the spellings have none either: then they stand for every pattern of that
/// host. Plain http is among them for loopback hosts alone; there are none for a path that is not plain.
bool find_covering_pattern(const RequestUrl& request, const std::function<bool(std::string_view)>& is_wanted);

std::uint16_t default_port(std::string_view scheme);

/// One name for all spellings of a server: its host, and its port unless that is the one which https or http has.
std::string server_name(const Authority& authority, std::string_view scheme);

/// True where nobody else can read what is sent: https, and plain http on loopback.
bool is_protected(const RequestUrl& url);

}  // namespace jeton
