#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "jeton/provider.hpp"
#include "match/request_url.hpp"
#include "routes/routes.hpp"

namespace jeton {

/// Where a secret is read. Paths are absolute.
struct SecretSource {
  struct Literal {
    std::string value;
  };
  struct Variable {
    std::string name;
  };
  struct File {
    std::string path;
  };
  struct Credential {
    std::string name;
  };
  struct Command {
    std::vector<std::string> arguments;
  };
  std::variant<Literal, Variable, File, Credential, Command> from;
};

/// How a provider is reached. Paths are absolute; what is empty is as the environment (proxy and CA variables) and the
/// system say.
struct Connection {
  std::string ca_file;
  std::string client_certificate;
  std::string client_key;
  std::string proxy;
  Seconds connect_timeout = 10;
  Seconds timeout = 30;
};

/// One profile of the configuration, checked: a set of credentials at one provider in one environment.
struct Profile {
  std::string name;
  std::string provider;                 ///< a plugin's name or absolute path, as the profile says it
  Settings settings;                    ///< all that the provider's plugin may want to know
  std::set<std::string> sent_settings;  ///< those of the plugin's own that shape what is sent
  Service service;                      ///< what they amount to
  std::string client_id;                ///< empty: from the credentials file
  /// `client_secret` and the plugin's own, as far as the profile says them; the others are in the secret store.
  std::map<std::string, SecretSource> secrets;
  std::vector<std::string> own_secrets;  ///< the keys of the plugin's own
  std::string credentials_file;
  std::vector<UrlPattern> urls;
  std::string username = "oauth2";
  bool names_username = false;
  GitAuth git_auth = GitAuth::automatic;
  Headers api_headers;
  Headers request_headers;
  Seconds expires_in_unit = 1;
  Seconds default_lifetime = 3600;
  std::optional<Seconds> min_validity;
  Connection connection;

  /// Stands for everything above that shapes what is sent for a token.
  std::string id() const;
  bool asks_a_program() const;
  /// True if a person has to consent before there is a token.
  bool needs_consent() const;
  /// The keys of all secrets that it may have.
  std::vector<std::string> secret_keys() const;
};

/// The keys that every profile may have, in the order in which people are told of them.
std::span<const Setting> common_settings();

/// Those of them that a plugin may want to know, since they shape a service.
std::span<const Setting> shaping_settings();

/// What is wrong with a profile: a line of the file and the rest of a sentence.
struct ProfileTrouble {
  Status status = Status::configuration;
  std::string message;
  std::string key = {};     ///< that it is about
  std::string reason = {};  ///< the message without the line
};

}  // namespace jeton
