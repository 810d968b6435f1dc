#include "host/requests.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <system_error>

#include "base/file.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "base/trace.hpp"
#include "host/compile.hpp"
#include "host/exchange.hpp"
#include "host/http_client.hpp"
#include "host/opened_profile.hpp"
#include "host/plugin_call.hpp"
#include "host/plugins.hpp"

namespace jeton {
namespace {

/// In a process that nobody waits for: that takes time with every token that there is.
void have_cache_cleaned(const Places& places) {
  try {
    if (!TokenCache(places.cache).claim_cleaning(std::time(nullptr))) return;
  } catch (const Error& error) {
    trace(std::string("the cache is not cleaned: ") + error.what());
    return;
  }
  start_detached({prefix() + "/libexec/jeton/jeton-host", "@clean", places.configuration, "-1"});
}

/// Without the profile's lock there is no state: hold-offs are not kept, and nothing is spent.
Reply exchange_for(const Places& places, const std::string& name, Reason reason, const std::optional<Folder>& state,
                   const Environment& environment) {
  warm_up_tls();
  Plugins plugins(prefix() + "/lib/jeton/plugins");
  const auto opened = open_profile(places, plugins, environment, name);
  auto reply =
      exchange({.of = opened, .state = state ? &*state : nullptr, .environment = environment, .reason = reason});
  if (reply.token && reply.from == Reply::From::provider) have_cache_cleaned(places);
  return reply;
}

/// Opens or closes what the front has from the secret store, or has for it.
Reply seal_for(const Places& places, std::string_view what, const Environment& environment) {
  constexpr std::size_t longest = std::size_t{16} << 20U;
  auto input = read_all(STDIN_FILENO, longest).value_or("");
  const auto no_plugin = [](const std::string& /*name*/) -> const Provider& {
    throw Error(Status::plugin, "not needed here");
  };
  const auto configuration = read_configuration(places, no_plugin, [](const std::string&) { return false; });
  const auto seal = seal_of(configuration, places, environment);
  Reply reply{.sealed_or_opened = what == "close" ? seal->close(input) : seal->open(input)};
  wipe(input);
  return reply;
}

std::string answer(std::span<const std::string_view> arguments, const Places& places, const Environment& environment) {
  try {
    if (arguments[0] == "@routes") {
      Plugins plugins(prefix() + "/lib/jeton/plugins");
      return compile(places, plugins, TokenCache(places.cache));
    }
    if (arguments[0] == "@clean") {
      TokenCache(places.cache).clean(std::time(nullptr));
      return {};
    }
    if (arguments[0] == "@seal") return seal_for(places, arguments[3], environment).text();
    const auto reason = reason_of(arguments[3]).value_or(Reason::needed);
    const auto state = arguments[5] == "locked" ? std::optional(Folder::create(places.state)) : std::nullopt;
    return exchange_for(places, std::string(arguments[4]), reason, state, environment).text();
  } catch (const Error& error) {
    return Reply{.status = error.status(), .message = error.what()}.text();
  } catch (const std::system_error& error) {
    return Reply{.status = Status::storage, .message = error.what()}.text();
  }
}

/// Should a plugin be the end of this process, the front gets a reply all the same.
LastWords last_words_to(const Fd& reply) {
  constexpr std::string_view place = "{}";
  const auto text = Reply{.status = Status::plugin, .message = std::string(place)}.text();
  const auto at = text.find(place);
  return {.fd = reply.number(), .before = text.substr(0, at), .after = text.substr(at + place.size())};
}

}  // namespace

bool is_front_request(std::span<const std::string_view> arguments) {
  if (arguments.empty()) return false;
  constexpr std::array<std::pair<std::string_view, std::size_t>, 4> sizes = {
      {{"@routes", 3}, {"@clean", 3}, {"@seal", 4}, {"@exchange", 6}}};
  return std::ranges::find(sizes, std::pair(arguments[0], arguments.size())) != sizes.end();
}

void answer_front_request(std::span<const std::string_view> arguments, const Environment& environment) {
  ignore_signals();
  const auto places = find_places(environment, std::string(arguments[1]));
  const Fd reply(static_cast<int>(parse_integer(arguments[2]).value_or(-1)));
  set_last_words(last_words_to(reply));
  auto text = answer(arguments, places, environment);
  try {
    write_all(reply.number(), text);
  } catch (const std::system_error&) {
    trace("the front is gone; what was got is in the cache for the next one");
  }
  wipe(text);
  // All is kept and said. What libraries would tidy up goes with the process, and somebody may wait for the lock.
  std::_Exit(0);
}

}  // namespace jeton
