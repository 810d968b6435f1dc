#include "config/configuration.hpp"

#include <unistd.h>

#include "base/text.hpp"
#include "fuzz.hpp"
#include "jeton/plugin.hpp"

extern "C" const jeton::Plugin jeton_plugin;  // the generic one, which has the most settings

namespace jeton {
namespace {

void check(const Profile& profile) {
  must(!profile.urls.empty() && profile.id().size() == 16 && !profile.username.empty());
  must(!has_control(profile.name + profile.username));
  must(profile.connection.timeout > 0 && profile.connection.connect_timeout > 0 && profile.default_lifetime > 0);
  for (const auto& headers : {profile.api_headers, profile.request_headers}) {
    for (const auto& [name, value] : headers) must(!name.empty() && !has_control(name) && !has_control(value));
  }
}

}  // namespace
}  // namespace jeton

// The configuration. It is refused in one line that a terminal can show, or each of its profiles is, or a profile has
// what a request needs: somewhere to go, and headers that are no more than one each.
void jeton::fuzz(std::string_view input) {
  const Places places{.home = "/home/me", .configuration = "/home/me/config.toml", .cache = {}, .state = {}};
  try {
    const ConfigurationFile file(places, {.text{input}, .mode = 0600, .owner = ::geteuid()});
    file.providers();
    const auto configuration = file.read([](const auto&) -> const Provider& { return *jeton_plugin.provider; },
                                         [](const auto&) { return true; });
    for (const auto& entry : configuration.profiles) {
      if (entry.profile) check(*entry.profile);
      if (!entry.profile) must(escaped(entry.profile.error().message) == entry.profile.error().message);
    }
  } catch (const Error& error) {
    must(error.status() == Status::configuration && escaped(error.what()) == error.what());
  }
}
