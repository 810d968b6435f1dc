#include "host/requests.hpp"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "host/compile.hpp"
#include "host/exchange.hpp"
#include "host/plugins.hpp"

namespace jeton {
namespace {

/// The terminal's signals must not cut an exchange in half: the provider would have issued a token that nobody gets.
/// Programs that are run for a secret get the default back.
void ignore_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_IGN);
}

std::optional<Folder> state_folder(const Places& places, Reply& reply) {
  try {
    return Folder::create(places.state);
  } catch (const Error& error) {
    reply.warnings.emplace_back(error.what());
    return std::nullopt;
  }
}

Reply exchange_for(const Places& places, const std::string& name, Reason reason, const Environment& environment) {
  Reply outer;
  Plugins plugins(prefix() + "/lib/jeton/plugins");
  const auto find = [&](const std::string& provider) -> const Provider& { return plugins.find(provider); };
  const auto configuration = read_configuration(places, find, [&](const std::string& other) { return other == name; });
  if (configuration.profiles.empty()) throw Error(Status::configuration, "there is no such profile any more");
  const auto& entry = configuration.profiles.front();
  if (!entry.profile) throw Error(entry.profile.error().status, entry.profile.error().message);
  const TokenCache cache(places.cache);
  const auto state = state_folder(places, outer);
  const auto route = route_of(entry);
  auto reply = exchange({.profile = *entry.profile,
                         .provider = plugins.find(entry.profile->provider),
                         .route = route,
                         .cache = cache,
                         .state = state ? &*state : nullptr,
                         .environment = environment,
                         .reason = reason});
  reply.warnings.insert(reply.warnings.end(), outer.warnings.begin(), outer.warnings.end());
  return reply;
}

std::string answer(std::span<const std::string_view> arguments, const Places& places, const Environment& environment) {
  try {
    if (arguments[0] == "@routes") {
      Plugins plugins(prefix() + "/lib/jeton/plugins");
      return compile(places, plugins, TokenCache(places.cache));
    }
    const auto reason = reason_of(arguments[3]).value_or(Reason::needed);
    auto reply = exchange_for(places, std::string(arguments[4]), reason, environment);
    return reply.text();
  } catch (const Error& error) {
    return Reply{.status = error.status(), .message = error.what()}.text();
  } catch (const std::system_error& error) {
    return Reply{.status = Status::storage, .message = error.what()}.text();
  }
}

}  // namespace

bool is_front_request(std::span<const std::string_view> arguments) {
  if (arguments.empty()) return false;
  return (arguments[0] == "@routes" && arguments.size() == 3) || (arguments[0] == "@exchange" && arguments.size() == 5);
}

int answer_front_request(std::span<const std::string_view> arguments, const Environment& environment) {
  ignore_signals();
  ::unsetenv("SSLKEYLOGFILE");  // libcurl would write the keys of the connection there
  const auto places = find_places(environment, std::string(arguments[1]));
  const Fd reply(static_cast<int>(parse_integer(arguments[2]).value_or(-1)));
  auto text = answer(arguments, places, environment);
  try {
    write_all(reply.number(), text);
  } catch (const std::system_error&) {
    trace("the front is gone; what was got is in the cache for the next one");
  }
  wipe(text);
  return 0;
}

}  // namespace jeton
