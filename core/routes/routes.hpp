#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/record.hpp"
#include "base/time.hpp"
#include "jeton/http.hpp"
#include "match/request_url.hpp"

namespace jeton {

/// `[a-z0-9][a-z0-9._-]{0,63}`.
bool is_profile_name(std::string_view name);

/// What is wrong with a name that none of these profiles has, and which was probably meant.
std::string no_such_profile(const std::string& name, const std::vector<std::string>& names,
                            const std::string& configuration);

enum class GitAuth { automatic, basic, bearer };

inline constexpr std::string_view any_grant = "any";

/// What it takes to serve a profile's cached token: the outcome of its configuration, without its secrets.
struct ProfileRoute {
  std::string name;
  /// Stands for all in the profile that shapes what is sent for its token. Its files are named after it, so that a
  /// changed profile starts anew and an old one finds its token again.
  std::string id;
  std::vector<UrlPattern> urls;
  std::string provider;
  std::size_t plugin = 0;  ///< which of the files that the routes were made from is its plugin's; 0: none
  std::string username;
  bool names_username = false;  ///< the profile sets `username` itself
  GitAuth git_auth = GitAuth::automatic;
  Headers api_headers;
  std::optional<Seconds> min_validity;
  /// False where a program has to be asked for a secret, which may ask a person: nothing that nobody waits for.
  bool renews_in_background = true;
  /// For a grant that a person consents to, what it is called in the secret store, or `any_grant`; empty for the
  /// others.
  std::string consent;
  Seconds patience = 60;  ///< how long an exchange may take at most
  /// What is wrong with the profile, if anything: then it has no token to give.
  Status trouble_status = Status::done;
  std::string trouble;

  bool covers(const RequestUrl& request) const;
  /// True if every URL that the token may be sent to is on loopback.
  bool loopback_only() const;
};

/// True for the name of a profile's file, `PROFILE.ID` and that ending, whatever the id.
bool is_file_of(const std::string& profile, std::string_view file, std::string_view ending);

/// The compiled configuration: what the front asks instead of parsing TOML and loading plugins. A text file of sorted
/// lines that is searched by bisection, so that a look-up costs the same with ten thousand profiles as with five.
class Routes {
 public:
  /// The text must outlive the routes. Nothing where it is torn or of another version.
  static std::optional<Routes> parse(std::string_view text);

  /// True if the configuration has not changed since the routes were made from it, as far as its file can tell; those
  /// made after `since_ns` (since 1970) are new enough in any case.
  bool up_to_date(std::string_view program_version, std::int64_t since_ns) const;
  /// The same for the plugin that a profile's route was made with: each call looks at one, however many there are.
  bool up_to_date(const ProfileRoute& profile) const;
  /// The same for all that the routes were made with.
  bool files_unchanged() const;

  std::optional<ProfileRoute> find(const std::string& name) const;
  /// Every profile's name, in order.
  std::vector<std::string> names() const;
  /// The profiles that match best, and equally well; none where no profile covers the request.
  std::vector<std::string> best_matches(const RequestUrl& request) const;
  bool stores_git_logins() const;
  /// True if the secret store is encrypted: then the host alone can read and write its files.
  bool store_is_encrypted() const;

 private:
  Routes(Record header, std::string_view lines) : header_(std::move(header)), lines_(lines) {}
  bool file_unchanged(std::size_t number) const;
  std::string_view find_line(std::string_view key) const;

  Record header_;
  std::string_view lines_;
};

/// What the host compiles.
struct RouteTable {
  std::vector<ProfileRoute> profiles;
  std::vector<std::string> files;  ///< that it was made from: the configuration, and then every plugin, there or not
  bool stores_git_logins = false;
  bool store_is_encrypted = false;
};

/// `stamps` are those of `files`, taken before they were read at `now_ns` (since 1970).
std::string compile_routes(const RouteTable& table, const std::vector<Stamp>& stamps,
                           const std::string& program_version, std::int64_t now_ns);

}  // namespace jeton
