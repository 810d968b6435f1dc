#pragma once

#include <cstdint>
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

/// One profile of the configuration, checked: a set of credentials at one provider in one environment.
struct Profile {
  std::string name;
  std::string provider;                 ///< a plugin's name or absolute path, as the profile says it
  Settings settings;                    ///< all that the provider's plugin may want to know
  std::set<std::string> sent_settings;  ///< those of the plugin's own that shape what is sent
  Service service;                      ///< what they amount to
  std::string client_id;                ///< empty: from the credentials file
  std::optional<SecretSource> client_secret;
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
  std::string ca_file;
  std::string client_certificate;
  std::string client_key;
  std::string proxy;
  Seconds connect_timeout = 10;
  Seconds timeout = 30;

  /// Stands for everything above that shapes what is sent for a token.
  std::string id() const;
  bool asks_a_program() const;
};

/// What is wrong with a profile: a line of the file and the rest of a sentence.
struct ProfileTrouble {
  Status status = Status::configuration;
  std::string message;
};

}  // namespace jeton
