#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/places.hpp"
#include "routes/routes.hpp"
#include "store/lock.hpp"
#include "token/reply.hpp"
#include "token/token_cache.hpp"

namespace jeton {

/// What a caller wants of a token.
struct Demand {
  Reason reason = Reason::needed;
  std::optional<Seconds> min_validity;  ///< in place of the profile's
};

/// A token that may be handed out.
struct Token {
  AccessToken access_token;
  Reply::From from = Reply::From::cache;
};

/// Tokens of the profiles of one configuration: from the cache, and else from the host, one request at a time for a
/// profile. Warnings go to standard error.
class TokenSource {
 public:
  explicit TokenSource(Places places) : places_(std::move(places)), cache_(places_.cache) {}

  /// The compiled configuration. Throws Error where there is none to be had.
  const Routes& routes();
  /// Throws Error(configuration) where there is no such profile.
  ProfileRoute profile(const std::string& name);

  /// Throws Error that says why there is no token to give.
  Token get(const ProfileRoute& profile, const Demand& demand);

  /// Marks the profile's cached token as rejected if it is the one with this fingerprint. One that only a person can
  /// replace is set aside by the host as well, for good.
  void reject(const ProfileRoute& profile, const std::string& fingerprint);

  /// Has the token that `get` gave renewed by a process that nobody waits for, if its time has come. To be called when
  /// the answer is out.
  void renew_ahead();

  const TokenCache& cache() const { return cache_; }
  const Places& places() const { return places_; }

 private:
  /// This process's turn to have the provider asked.
  struct Turn {
    std::optional<Folder> state;  ///< nothing where it cannot be written; then nothing can be locked
    std::optional<Lock> lock;
    bool waited = false;
    std::int64_t since_ns = 0;  ///< when this process wanted its turn
  };

  bool load_routes(std::int64_t since_ns);
  bool plugin_unchanged(const std::string& profile) const;
  const Routes& compile_routes(std::int64_t since_ns, const std::string& profile);
  std::optional<Token> from_cache(const ProfileRoute& profile, const Demand& demand, Reason& reason) const;
  std::optional<Token> living_token(const ProfileRoute& profile) const;
  std::optional<Token> held_off(const ProfileRoute& profile, const Turn& turn) const;
  Token from_host(const ProfileRoute& profile, const Demand& demand, Reason reason);
  Turn wait_for_turn(const ProfileRoute& profile) const;
  Token exchange(const ProfileRoute& profile, Reason reason, std::optional<Lock> lock) const;

  Places places_;
  TokenCache cache_;
  std::optional<Mapping> mapped_routes_;
  std::string compiled_routes_;
  std::optional<Routes> routes_;
  std::optional<ProfileRoute> to_renew_;
};

}  // namespace jeton
